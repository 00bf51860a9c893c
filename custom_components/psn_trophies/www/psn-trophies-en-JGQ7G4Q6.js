var n=`en
Add your PlayStation account first: Settings → Devices & services → Add integration → PlayStation Trophies.
Profile
Games
The year
All years
Trophies a month
Right now
Rarest trophies
Still missing in the latest game
Trophy log
Today
This week
This month
Streak
Best streak
Completed
Average
Account
None chosen: the account that was added first.
Title
Number of trophies
Order
Grades
None chosen: {choice}.
All grades
Games to show
Platform
Search, order and filters on the card
Year
Empty: always the current one.
There is no PlayStation account to show. Add one under Settings → Devices & services → Add integration → PlayStation Trophies.
This PlayStation account is not there any more. Edit this card and choose another.
This PlayStation account is not ready. It appears here as soon as it is; if it stays away, look under Settings → Devices & services.
This game is no longer in the list.
Sony no longer accepts the login. Renew it under Settings → Devices & services.
Too much was asked just now. Try again in a few minutes.
Sony asks for a pause. Try again in a few minutes.
Sony does not show this to the account.
Sony's service cannot be reached. Try again later.
Sony sent an answer that makes no sense. Try again later.
The integration does not answer yet. This card keeps trying.
Sony no longer accepts the login; this is the last known state. Renew it with a new token.
Sony's service could not be reached; this is the last known state.
Sony asks for a pause; this is the last known state. It goes on by itself.
Bronze
Silver
Gold
Platinum
Ultra rare
Very rare
Rare
Common
Recently played
Progress
Closest to platinum
Rarest trophy
What next
Name
Latest first
Rarest first
In progress
Completed
Platinum earned
Platinum missing
Loading…
Try again
Close
Open the account's page
The trophy cards were updated. Reload the page to see them.
Reload
Your library is still being read: {percent}
Your library is still being read: {percent}, done {when}
Level
Tier {tier}, {grade}
Progress to the next level
{points} points to level {level}
The highest level there is
{points} points
{count} trophy|||{count} trophies
Latest trophies
Rarest trophies
No trophy yet. The first one appears here.
No such trophy yet.
{rate} of players have it
Earned
Game
Rarity
Progress
Platform
Grade
Secret trophy
Earn it to see what it is.
Games
{count} game|||{count} games
Search games
Order and filters
Sort by
Show
All games
All platforms
No game yet. The first one you play appears here.
No game fits.
Every platinum is yours. Congratulations!
Show all games
Base game
Add-on {number}
{earned} of {defined}
Not earned yet
All trophies
Still missing
Nothing is missing here.
Trophy year
Previous year
Next year
{day}: no trophy
{day}: {trophies}
No trophy in this year.
on {count} day|||on {count} days
best day: {day} ({count})
Platinum!`;export{n as texts};
