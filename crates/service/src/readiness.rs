//! Whether this process should be sent requests: a list of named conditions.
//!
//! A new condition is one line in [`crate::Service::readiness`].

use std::fmt;

/// How one condition is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConditionState {
    /// It holds.
    Ok,
    /// Somebody should look at it, but this process still answers requests. What is wrong, in one line.
    Warning(String),
    /// This process should get no requests. What is wrong, in one line.
    Failing(String),
}

impl fmt::Display for ConditionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, why) = match self {
            Self::Ok => return f.write_str("ok"),
            Self::Warning(why) => ("warning", why),
            Self::Failing(why) => ("failing", why),
        };
        // One line for each condition, whatever an error says.
        write!(f, "{word}: {}", why.lines().next().unwrap_or_default())
    }
}

/// All conditions, in the order in which they are shown.
#[derive(Debug, Clone, Default)]
pub struct Readiness {
    /// The name of each condition (lower case, without a colon) and how it is.
    pub checks: Vec<(&'static str, ConditionState)>,
}

impl Readiness {
    /// Adds a condition.
    pub fn add(&mut self, name: &'static str, state: ConditionState) {
        self.checks.push((name, state));
    }

    /// Whether this process should get requests: no condition is failing.
    pub fn is_ready(&self) -> bool {
        !self.checks.iter().any(|(_, state)| matches!(state, ConditionState::Failing(_)))
    }
}

impl fmt::Display for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_ready() { "ready\n" } else { "not ready\n" })?;
        for (name, state) in &self.checks {
            writeln!(f, "{name}: {state}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failing_condition_is_enough_and_a_warning_is_not() {
        let mut readiness = Readiness::default();
        readiness.add("database", ConditionState::Ok);
        readiness.add("mails", ConditionState::Warning("3 could not be delivered".to_owned()));
        assert!(readiness.is_ready());
        assert_eq!(readiness.to_string(), "ready\ndatabase: ok\nmails: warning: 3 could not be delivered\n");
        readiness.add("clock", ConditionState::Failing("ahead\nby an hour".to_owned()));
        assert!(!readiness.is_ready());
        assert!(readiness.to_string().starts_with("not ready\n"));
        assert!(readiness.to_string().ends_with("\nclock: failing: ahead\n"), "one line each");
    }
}
