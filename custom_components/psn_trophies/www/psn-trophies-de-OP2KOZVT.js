var e=`de
Füge zuerst dein PlayStation-Konto hinzu: Einstellungen → Geräte & Dienste → Integration hinzufügen → PlayStation Trophies.
Profil
Spiele
Das Jahr
Alle Jahre
Trophäen pro Monat
Aktuell
Seltenste Trophäen
Noch offen im zuletzt gespielten Spiel
Trophäentagebuch
Heute
Diese Woche
Diesen Monat
Serie
Längste Serie
Abgeschlossen
Durchschnitt
Konto
Keines gewählt: das zuerst hinzugefügte Konto.
Titel
Anzahl der Trophäen
Reihenfolge
Stufen
Nichts gewählt: {choice}.
Alle Stufen
Gezeigte Spiele
Plattform
Suche, Reihenfolge und Filter auf der Karte
Jahr
Leer: immer das aktuelle.
Es gibt kein PlayStation-Konto, das gezeigt werden kann. Füge eines unter Einstellungen → Geräte & Dienste → Integration hinzufügen → PlayStation Trophies hinzu.
Dieses PlayStation-Konto gibt es nicht mehr. Bearbeite diese Karte und wähle ein anderes aus.
Dieses PlayStation-Konto ist nicht bereit. Sobald es das ist, erscheint es hier; bleibt es weg, sieh unter Einstellungen → Geräte & Dienste nach.
Dieses Spiel steht nicht mehr in der Liste.
Sony nimmt die Anmeldung nicht mehr an. Erneuere sie unter Einstellungen → Geräte & Dienste.
Gerade wurde zu viel gefragt. Versuche es in ein paar Minuten noch einmal.
Zu viele Anfragen. Versuche es in ein paar Minuten noch einmal.
Sony zeigt das diesem Konto nicht.
Sonys Dienst ist nicht erreichbar. Versuche es später noch einmal.
Sony hat eine unverständliche Antwort geschickt. Versuche es später noch einmal.
Die Integration antwortet noch nicht. Diese Karte versucht es weiter.
Sony nimmt die Anmeldung nicht mehr an; das ist der letzte bekannte Stand. Erneuere sie mit einem neuen Token.
Sonys Dienst war nicht erreichbar; das ist der letzte bekannte Stand.
Sony bittet um eine Pause; das ist der letzte bekannte Stand. Danach geht es von selbst weiter.
Bronze
Silber
Gold
Platin
Extrem selten
Sehr selten
Selten
Häufig
Zuletzt gespielt
Fortschritt
Kurz vor Platin
Seltenste Trophäe
Als Nächstes
Name
Neueste zuerst
Seltenste zuerst
Begonnen
Abgeschlossen
Platin verdient
Platin fehlt
Wird geladen …
Noch einmal versuchen
Schließen
Seite des Kontos öffnen
Die Trophäenkarten wurden aktualisiert. Lade die Seite neu, um sie zu sehen.
Neu laden
Deine Bibliothek wird noch gelesen: {percent}
Deine Bibliothek wird noch gelesen: {percent}, fertig {when}
Level
Rang {tier}, {grade}
Fortschritt zum nächsten Level
{points} Punkte bis Level {level}
Das höchste Level überhaupt
{points} Punkte
{count} Trophäe|||{count} Trophäen
Neueste Trophäen
Seltenste Trophäen
Noch keine Trophäe. Die erste erscheint hier.
Noch keine solche Trophäe.
{rate} der Spieler haben sie
Verdient
Spiel
Seltenheit
Fortschritt
Plattform
Stufe
Geheime Trophäe
Wird sichtbar, sobald du sie verdient hast.
Spiele
{count} Spiel|||{count} Spiele
Spiele suchen
Reihenfolge und Filter
Sortieren nach
Zeigen
Alle Spiele
Alle Plattformen
Noch kein Spiel. Das erste, das du spielst, erscheint hier.
Kein Spiel passt.
Du hast jede Platintrophäe. Glückwunsch!
Alle Spiele zeigen
Hauptspiel
Erweiterung {number}
{earned} von {defined}
Noch nicht verdient
Alle Trophäen
Noch offen
Hier fehlt nichts.
Trophäenjahr
Voriges Jahr
Nächstes Jahr
{day}: keine Trophäe
{day}: {trophies}
Keine Trophäe in diesem Jahr.
an {count} Tag|||an {count} Tagen
bester Tag: {day} ({count})
Platin!`;export{e as texts};
