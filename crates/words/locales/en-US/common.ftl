# Phrases used in several areas.

count-badges = { $count ->
    [one] { $count } badge
   *[other] { $count } badges
}
