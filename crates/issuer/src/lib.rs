//! Turns an approval into a signed Open Badges 3.0 credential.
