//! Stories that run the whole of Countersign from outside.
