//! What strangers send to hurt the service hurts nobody: the corpus of `tests/hostile`, sent to a process of its own, whose
//! CPU time and memory are measured and bounded (`countersign bench hostile`).

use acceptance::process::countersign;

#[test]
fn nothing_that_strangers_send_costs_more_than_it_may_or_is_answered_wrongly() {
    let output = countersign().args(["bench", "hostile"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{wrong}");
}
