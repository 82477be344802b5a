//! The class tables of the standard, written as tables: one `class!` per class.

use serde_json::{Map, Value};

use crate::member::{Member, ReadError, one_or_many};

/// What a class asks of its `type` member and of members it does not name.
pub(crate) struct Shape {
    /// The name of the class, for messages.
    pub(crate) class: &'static str,
    /// One name of each group must be among the types; the first of each group is what we write.
    pub(crate) types: &'static [&'static [&'static str]],
    /// `type` is one string, not an array.
    pub(crate) single: bool,
    /// Members that the class does not name are refused (`additionalProperties: false`).
    pub(crate) closed: bool,
}

/// The names in a `type` member; empty for a class that has none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Types(Vec<String>);

impl Types {
    pub(crate) fn of(shape: &Shape) -> Self {
        Self(shape.types.iter().filter_map(|group| group.first()).map(|&name| name.to_owned()).collect())
    }

    pub(crate) fn push(&mut self, name: String) {
        if !self.0.contains(&name) {
            self.0.push(name);
        }
    }

    pub(crate) fn as_slice(&self) -> &[String] {
        &self.0
    }

    fn write(&self, shape: &Shape) -> Option<Value> {
        let mut names = self.0.iter().map(|name| Value::from(name.as_str()));
        if shape.single { names.next() } else { Some(names.collect()).filter(|_| !self.0.is_empty()) }
    }
}

/// The members of an object that is being read; remembers which of them the class has asked for.
pub(crate) struct Members<'a> {
    object: &'a Map<String, Value>,
    named: Vec<&'static str>,
}

impl<'a> Members<'a> {
    pub(crate) fn of(value: &'a Value, shape: &Shape) -> Result<Self, ReadError> {
        match value {
            Value::Object(object) => Ok(Self { object, named: Vec::new() }),
            other => Err(ReadError::kind(shape.class, other)),
        }
    }

    pub(crate) fn types(&mut self, shape: &Shape) -> Result<Types, ReadError> {
        if shape.types.is_empty() {
            return Ok(Types(Vec::new()));
        }
        let value = self.value("type").ok_or_else(|| ReadError::missing("type"))?;
        let names: Vec<String> = one_or_many(value).map_err(|error| error.under("type"))?;
        for group in shape.types {
            if !group.iter().any(|&name| names.iter().any(|found| found == name)) {
                return Err(ReadError::not_a(shape.class, group, &names).under("type"));
            }
        }
        if shape.single && names.len() > 1 {
            return Err(ReadError::not_a(shape.class, &[shape.class], &names).under("type"));
        }
        Ok(Types(names))
    }

    pub(crate) fn required<T: Member>(&mut self, key: &'static str) -> Result<T, ReadError> {
        let value = self.value(key).ok_or_else(|| ReadError::missing(key))?;
        T::read(value).map_err(|error| error.under(key))
    }

    pub(crate) fn optional<T: Member>(&mut self, key: &'static str) -> Result<Option<Box<T>>, ReadError> {
        let value = self.value(key).map(T::read).transpose().map_err(|error| error.under(key))?;
        Ok(value.map(Box::new))
    }

    pub(crate) fn many<T: Member>(&mut self, key: &'static str) -> Result<Vec<T>, ReadError> {
        self.value(key).map_or_else(|| Ok(Vec::new()), one_or_many).map_err(|error| error.under(key))
    }

    /// The members that the class does not name.
    pub(crate) fn rest(self, shape: &Shape) -> Result<Map<String, Value>, ReadError> {
        let mut rest = Map::new();
        for (key, value) in self.object {
            if self.named.contains(&key.as_str()) {
                continue;
            }
            if shape.closed {
                return Err(ReadError::unknown(shape.class, key));
            }
            rest.insert(key.clone(), value.clone());
        }
        Ok(rest)
    }

    fn value(&mut self, key: &'static str) -> Option<&'a Value> {
        self.named.push(key);
        self.object.get(key)
    }
}

/// The JSON form of an object, member by member.
pub(crate) struct Writing(Vec<(&'static str, Value)>);

impl Writing {
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn one(mut self, key: &'static str, value: &impl Member) -> Self {
        self.0.push((key, value.write()));
        self
    }

    pub(crate) fn optional(self, key: &'static str, value: Option<&impl Member>) -> Self {
        match value {
            Some(value) => self.one(key, value),
            None => self,
        }
    }

    /// An array even of one; nothing where there is none (§1).
    pub(crate) fn many(mut self, key: &'static str, values: &[impl Member]) -> Self {
        if !values.is_empty() {
            self.0.push((key, values.iter().map(Member::write).collect()));
        }
        self
    }

    /// What identifies the object first, then its members, then those that its class does not name.
    pub(crate) fn finish(self, shape: &Shape, types: &Types, extra: &Map<String, Value>) -> Value {
        let (head, tail): (Vec<_>, Vec<_>) =
            self.0.into_iter().partition(|(key, _)| matches!(*key, "@context" | "id"));
        let types = types.write(shape).map(|names| ("type", names));
        let named = head.into_iter().chain(types).chain(tail).map(|(key, value)| (key.to_owned(), value));
        Value::Object(named.chain(extra.clone()).collect())
    }
}

/// A class of the standard as its table: a struct with private fields, a constructor of the required
/// members, `with_…` for the others, accessors, and JSON both ways.
///
/// Every member is of a type that only holds valid values, so a document can only be built valid.
macro_rules! class {
    (
        $(#[$meta:meta])*
        pub struct $class:ident is $openness:ident $arity:ident [$([$($type_name:literal)|+]),*]
        $( with { $( $(#[$fixed_meta:meta])* $fixed:ident $fixed_key:literal : $fixed_type:ty; )* } )?
        {
            $(#[$new_meta:meta])*
            $new_vis:vis fn $new:ident {
                $( $(#[$req_meta:meta])* $req:ident $req_key:literal : $req_type:ty; )*
            }
            optional {
                $( $(#[$opt_meta:meta])* $opt:ident $opt_key:literal $with_opt:ident : $opt_type:ty; )*
            }
            many {
                $( $(#[$many_meta:meta])* $many:ident $many_key:literal $with_many:ident : $many_type:ty; )*
            }
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $class {
            types: $crate::class::Types,
            $( $( $fixed: $fixed_type, )* )?
            $( $req: $req_type, )*
            $( $opt: Option<Box<$opt_type>>, )*
            $( $many: Vec<$many_type>, )*
            extra: serde_json::Map<String, serde_json::Value>,
        }

        impl $class {
            const SHAPE: $crate::class::Shape = $crate::class::Shape {
                class: stringify!($class),
                types: &[$(&[$($type_name),+]),*],
                single: class!(@single $arity),
                closed: class!(@closed $openness),
            };

            $(#[$new_meta])*
            $new_vis fn $new($( $req: impl Into<$req_type> ),*) -> Self {
                Self {
                    types: $crate::class::Types::of(&Self::SHAPE),
                    $( $( $fixed: Default::default(), )* )?
                    $( $req: $req.into(), )*
                    $( $opt: None, )*
                    $( $many: Vec::new(), )*
                    extra: serde_json::Map::new(),
                }
            }

            $(
                $(#[$opt_meta])*
                #[must_use]
                pub fn $with_opt(mut self, value: impl Into<$opt_type>) -> Self {
                    self.$opt = Some(Box::new(value.into()));
                    self
                }
            )*

            $(
                $(#[$many_meta])*
                ///
                /// Adds one; call it again for the next.
                #[must_use]
                pub fn $with_many(mut self, value: impl Into<$many_type>) -> Self {
                    self.$many.push(value.into());
                    self
                }
            )*

            class!(@types $arity);

            $( $(
                $(#[$fixed_meta])*
                pub fn $fixed(&self) -> &$fixed_type {
                    &self.$fixed
                }
            )* )?

            $(
                $(#[$req_meta])*
                pub fn $req(&self) -> &$req_type {
                    &self.$req
                }
            )*

            $(
                $(#[$opt_meta])*
                pub fn $opt(&self) -> Option<&$opt_type> {
                    self.$opt.as_deref()
                }
            )*

            $(
                $(#[$many_meta])*
                pub fn $many(&self) -> &[$many_type] {
                    &self.$many
                }
            )*

            /// The members that were read and that the class does not name; they are written back.
            pub fn extra(&self) -> &serde_json::Map<String, serde_json::Value> {
                &self.extra
            }

            /// Reads the JSON form; a single value stands for an array of one where the class has an array.
            ///
            /// # Errors
            ///
            /// [`ReadError`](crate::ReadError), naming the member by its JSON pointer.
            pub fn from_value(value: &serde_json::Value) -> Result<Self, $crate::ReadError> {
                $crate::member::Member::read(value)
            }

            /// The JSON form as the standard has it: arrays where the class has arrays, nothing empty.
            pub fn to_value(&self) -> serde_json::Value {
                $crate::member::Member::write(self)
            }
        }

        impl $crate::member::Member for $class {
            fn read(value: &serde_json::Value) -> Result<Self, $crate::ReadError> {
                let mut members = $crate::class::Members::of(value, &Self::SHAPE)?;
                Ok(Self {
                    $( $( $fixed: members.required($fixed_key)?, )* )?
                    types: members.types(&Self::SHAPE)?,
                    $( $req: members.required($req_key)?, )*
                    $( $opt: members.optional($opt_key)?, )*
                    $( $many: members.many($many_key)?, )*
                    extra: members.rest(&Self::SHAPE)?,
                })
            }

            fn write(&self) -> serde_json::Value {
                $crate::class::Writing::new()
                    $( $( .one($fixed_key, &self.$fixed) )* )?
                    $( .one($req_key, &self.$req) )*
                    $( .optional($opt_key, self.$opt.as_deref()) )*
                    $( .many($many_key, &self.$many) )*
                    .finish(&Self::SHAPE, &self.types, &self.extra)
            }
        }

        $crate::member::serde_by_value!($class);
    };

    (@closed open) => { false };
    (@closed closed) => { true };
    (@single array) => { false };
    (@single single) => { true };
    (@single untyped) => { false };
    (@types array) => {
        /// Adds a further type; a context of the document must define it.
        #[must_use]
        pub fn with_type(mut self, name: impl Into<String>) -> Self {
            self.types.push(name.into());
            self
        }

        /// The names in the `type` member.
        pub fn types(&self) -> &[String] {
            self.types.as_slice()
        }
    };
    (@types single) => {};
    (@types untyped) => {};
}
pub(crate) use class;
