# What the service mails. Each mail has a subject, a text, a link with its label (action), and sometimes a
# sentence after the link. A note that a person wrote is between text and link.

mail-greeting = Hello { $name },
mail-link-hint = If the button does not work, copy this address into your browser:

mail-sign-in =
    .subject = Sign in to { $district }
    .text = This link signs you in to { $district }.
    .action = Sign in
    .after = It works once, within 15 minutes, in the browser where you requested it. If you did not request it, you can ignore this email.

mail-assessment-waiting =
    .subject = Work to assess: { $title }
    .text = { $teacher } submitted work for “{ $title }”.
    .action = Assess the work

mail-assessment-returned =
    .subject = Returned for revision: { $title }
    .text = Your coach asks you to revise your work for “{ $title }”. You can read the comments and submit again on your enrollment page.
    .action = Revise your work

mail-assessment-declined =
    .subject = Not awarded: { $title }
    .text = Your work for “{ $title }” was not approved. You can read the comments on your enrollment page.
    .action = Read the comments

mail-badge-issued =
    .subject = You earned: { $title }
    .text = Congratulations: you earned “{ $title }”. The link below opens your badge page.
    .action = See your badge
    .after = Share the link with anyone who should see your badge. To keep a copy, download the badge from the page.

mail-badge-suspended =
    .subject = About your badge: { $title }
    .text = Your badge “{ $title }” was suspended. The reason given:
    .action = See your badge

mail-badge-revoked =
    .subject = About your badge: { $title }
    .text = Your badge “{ $title }” was revoked. The reason given:
    .action = See your badge

mail-badge-reinstated =
    .subject = About your badge: { $title }
    .text = Your badge “{ $title }” is valid again.
    .action = See your badge
