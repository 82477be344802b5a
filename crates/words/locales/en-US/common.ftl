# Words that several areas use.

count-badges = { $count ->
    [one] { $count } badge
   *[other] { $count } badges
}
