var e=`nl
Voeg eerst je PlayStation-account toe: Instellingen → Apparaten & diensten → Integratie toevoegen → PlayStation Trophies.
Profiel
Games
Het jaar
Alle jaren
Trofeeën per maand
Op dit moment
Zeldzaamste trofeeën
Nog te halen in de laatste game
Trofeeënlogboek
Vandaag
Deze week
Deze maand
Reeks
Langste reeks
Voltooid
Gemiddeld
Account
Geen gekozen: het account dat het eerst is toegevoegd.
Titel
Aantal trofeeën
Volgorde
Soorten
Niets gekozen: {choice}.
Alle soorten
Te tonen games
Platform
Zoeken, volgorde en filters op de kaart
Jaar
Leeg: altijd het huidige.
Er is geen PlayStation-account om te tonen. Voeg er een toe via Instellingen → Apparaten & diensten → Integratie toevoegen → PlayStation Trophies.
Dit PlayStation-account is er niet meer. Bewerk deze kaart en kies een ander.
Dit PlayStation-account is nog niet klaar. Het verschijnt hier zodra het zover is; blijft het weg, kijk dan bij Instellingen → Apparaten & diensten.
Deze game staat niet meer in de lijst.
Sony accepteert de aanmelding niet meer. Vernieuw die via Instellingen → Apparaten & diensten.
Er is zojuist te veel gevraagd. Probeer het over een paar minuten opnieuw.
Sony vraagt om een pauze. Probeer het over een paar minuten opnieuw.
Sony toont dit niet aan dit account.
De dienst van Sony is niet bereikbaar. Probeer het later opnieuw.
Sony stuurde een onbegrijpelijk antwoord. Probeer het later opnieuw.
De integratie antwoordt nog niet. Deze kaart blijft het proberen.
Sony accepteert de aanmelding niet meer; dit is de laatst bekende stand. Vernieuw die met een nieuw token.
De dienst van Sony was niet bereikbaar; dit is de laatst bekende stand.
Sony vraagt om een pauze; dit is de laatst bekende stand. Daarna gaat het vanzelf verder.
Brons
Zilver
Goud
Platina
Ultrazeldzaam
Zeer zeldzaam
Zeldzaam
Algemeen
Laatst gespeeld
Voortgang
Bijna platina
Zeldzaamste trofee
Hierna
Naam
Nieuwste eerst
Zeldzaamste eerst
Begonnen
Voltooid
Platina behaald
Platina ontbreekt
Laden…
Opnieuw proberen
Sluiten
Pagina van het account openen
De trofeeënkaarten zijn bijgewerkt. Laad de pagina opnieuw om ze te zien.
Opnieuw laden
Je bibliotheek wordt nog gelezen: {percent}
Je bibliotheek wordt nog gelezen: {percent}, klaar {when}
Niveau
Rang {tier}, {grade}
Voortgang naar het volgende niveau
{points} punten tot niveau {level}
Het hoogste niveau dat er is
{points} punten
{count} trofee|||{count} trofeeën
Nieuwste trofeeën
Zeldzaamste trofeeën
Nog geen trofee. De eerste verschijnt hier.
Nog geen trofee van deze soort.
{rate} van de spelers heeft deze
Behaald
Game
Zeldzaamheid
Voortgang
Platform
Soort
Verborgen trofee
Behaal deze trofee om te zien wat het is.
Games
{count} game|||{count} games
Games zoeken
Volgorde en filters
Sorteren op
Tonen
Alle games
Alle platforms
Nog geen game. De eerste die je speelt verschijnt hier.
Geen game gevonden.
Je hebt elke platina trofee. Gefeliciteerd!
Alle games tonen
Basisgame
Uitbreiding {number}
{earned} van {defined}
Nog niet behaald
Alle trofeeën
Nog te halen
Hier ontbreekt niets.
Trofeeënjaar
Vorig jaar
Volgend jaar
{day}: geen trofee
{day}: {trophies}
Geen trofee in dit jaar.
op {count} dag|||op {count} dagen
beste dag: {day} ({count})
Platina!`;export{e as texts};
