//! Where someone is (§1.5).

use crate::class::class;
use crate::{Decimal, Text};

class! {
    /// A postal address (§1.5).
    #[expect(clippy::struct_field_names, reason = "the names are the standard's: `addressCountry`")]
    pub struct Address is open array [["Address"]] {
        /// An address of which nothing is known yet; all its members are optional.
        pub fn new {}
        optional {
            /// The country.
            address_country "addressCountry" with_address_country: Text;
            /// The country's code (ISO 3166-1 alpha-2).
            address_country_code "addressCountryCode" with_address_country_code: Text;
            /// State or region.
            address_region "addressRegion" with_address_region: Text;
            /// Town.
            address_locality "addressLocality" with_address_locality: Text;
            /// Street and number.
            street_address "streetAddress" with_street_address: Text;
            /// Post office box.
            post_office_box_number "postOfficeBoxNumber" with_post_office_box_number: Text;
            /// Postal code.
            postal_code "postalCode" with_postal_code: Text;
            /// Where on Earth it is.
            geo "geo" with_geo: GeoCoordinates;
        }
        many {}
    }
}

impl Default for Address {
    fn default() -> Self {
        Self::new()
    }
}

class! {
    /// A place on Earth (§1.5); `type` is one string.
    pub struct GeoCoordinates is open single [["GeoCoordinates"]] {
        /// The place at a latitude and a longitude (WGS 84, degrees).
        pub fn new {
            /// Degrees north of the equator.
            latitude "latitude": Decimal;
            /// Degrees east of Greenwich.
            longitude "longitude": Decimal;
        }
        optional {}
        many {}
    }
}
