//! The rules of a micro-credential programme: who may be given what, and when.
