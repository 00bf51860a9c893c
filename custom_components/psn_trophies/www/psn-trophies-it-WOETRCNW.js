var n=`it
Aggiungi prima il tuo account PlayStation: Impostazioni → Dispositivi e servizi → Aggiungi integrazione → PlayStation Trophies.
Profilo
Giochi
L'anno
Tutti gli anni
Trofei al mese
In questo momento
Trofei più rari
Cosa manca nell'ultimo gioco
Diario dei trofei
Oggi
Questa settimana
Questo mese
Serie
Serie migliore
Completati
Media
Account
Nessuno scelto: l’account aggiunto per primo.
Titolo
Numero di trofei
Ordine
Gradi
Nessuna scelta: {choice}.
Tutti i gradi
Giochi da mostrare
Piattaforma
Ricerca, ordine e filtri sulla scheda
Anno
Vuoto: sempre quello in corso.
Non c'è nessun account PlayStation da mostrare. Aggiungine uno in Impostazioni → Dispositivi e servizi → Aggiungi integrazione → PlayStation Trophies.
Questo account PlayStation non c'è più. Modifica questa scheda e scegline un altro.
Questo account PlayStation non è pronto. Apparirà qui appena lo sarà; se non arriva, guarda in Impostazioni → Dispositivi e servizi.
Questo gioco non è più nell'elenco.
Sony non accetta più l'accesso. Rinnovalo in Impostazioni → Dispositivi e servizi.
Troppe richieste in questo momento. Riprova tra qualche minuto.
Sony chiede una pausa. Riprova tra qualche minuto.
Sony non lo mostra a questo account.
Il servizio di Sony non è raggiungibile. Riprova più tardi.
Sony ha inviato una risposta senza senso. Riprova più tardi.
L'integrazione non risponde ancora. Questa scheda continua a provare.
Sony non accetta più l'accesso; questo è l'ultimo stato noto. Rinnovalo con un nuovo token.
Il servizio di Sony non era raggiungibile; questo è l'ultimo stato noto.
Sony chiede una pausa; questo è l'ultimo stato noto. Poi si riprende da soli.
Bronzo
Argento
Oro
Platino
Ultra raro
Molto raro
Raro
Comune
Giocati di recente
Progressi
Vicini al platino
Trofeo più raro
Cosa viene dopo
Nome
Prima i più recenti
Prima i più rari
In corso
Completati
Platino ottenuto
Platino mancante
Caricamento…
Riprova
Chiudi
Apri la pagina dell'account
Le schede dei trofei sono state aggiornate. Ricarica la pagina per vederle.
Ricarica
La tua libreria è ancora in lettura: {percent}
La tua libreria è ancora in lettura: {percent}, pronta {when}
Livello
Fascia {tier}, {grade}
Progressi verso il livello successivo
{points} punti al livello {level}
Il livello più alto che esista
{points} punti
{count} trofeo|||{count} trofei
Ultimi trofei
Trofei più rari
Ancora nessun trofeo. Il primo apparirà qui.
Ancora nessun trofeo di questo tipo.
Ce l'ha il {rate} dei giocatori
Ottenuto
Gioco
Rarità
Progressi
Piattaforma
Grado
Trofeo nascosto
Ottienilo per scoprire cos'è.
Giochi
{count} gioco|||{count} giochi
Cerca giochi
Ordine e filtri
Ordina per
Mostra
Tutti i giochi
Tutte le piattaforme
Ancora nessun gioco. Il primo a cui giochi apparirà qui.
Nessun gioco corrisponde.
Hai tutti i platini. Complimenti!
Mostra tutti i giochi
Gioco base
Espansione {number}
{earned} di {defined}
Non ancora ottenuto
Tutti i trofei
Mancanti
Qui non manca nulla.
Anno di trofei
Anno precedente
Anno successivo
{day}: nessun trofeo
{day}: {trophies}
Nessun trofeo in quest'anno.
in {count} giorno|||in {count} giorni
giorno migliore: {day} ({count})
Platino!`;export{n as texts};
