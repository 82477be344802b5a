//! Checks a signed credential against the evidence for it, and reports what was found.
