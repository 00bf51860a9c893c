var e=`fr
Ajoutez d'abord votre compte PlayStation : Paramètres → Appareils et services → Ajouter une intégration → PlayStation Trophies.
Profil
Jeux
L'année
Toutes les années
Trophées par mois
En ce moment
Trophées les plus rares
Ce qui manque dans le dernier jeu
Journal des trophées
Aujourd'hui
Cette semaine
Ce mois-ci
Série
Meilleure série
Terminés
Moyenne
Compte
Aucun choisi : le compte ajouté en premier.
Titre
Nombre de trophées
Ordre
Catégories
Aucun choix : {choice}.
Toutes les catégories
Jeux à afficher
Plateforme
Recherche, tri et filtres sur la carte
Année
Vide : toujours l'année en cours.
Il n'y a aucun compte PlayStation à afficher. Ajoutez-en un sous Paramètres → Appareils et services → Ajouter une intégration → PlayStation Trophies.
Ce compte PlayStation n'existe plus. Modifiez cette carte et choisissez-en un autre.
Ce compte PlayStation n'est pas prêt. Il apparaîtra ici dès qu'il le sera ; s'il n'arrive pas, regardez sous Paramètres → Appareils et services.
Ce jeu n'est plus dans la liste.
Sony n'accepte plus la connexion. Renouvelez-la sous Paramètres → Appareils et services.
Trop de demandes à l'instant. Réessayez dans quelques minutes.
Sony demande une pause. Réessayez dans quelques minutes.
Sony ne montre pas cela à ce compte.
Le service de Sony est injoignable. Réessayez plus tard.
Sony a envoyé une réponse incompréhensible. Réessayez plus tard.
L'intégration ne répond pas encore. Cette carte continue d'essayer.
Sony n'accepte plus la connexion ; voici le dernier état connu. Renouvelez-la avec un nouveau jeton.
Le service de Sony était injoignable ; voici le dernier état connu.
Sony demande une pause ; voici le dernier état connu. La suite vient toute seule.
Bronze
Argent
Or
Platine
Ultra rare
Très rare
Rare
Courant
Joués récemment
Progression
Proches du platine
Trophée le plus rare
À suivre
Nom
Les plus récents d'abord
Les plus rares d'abord
En cours
Terminés
Platine obtenu
Platine manquant
Chargement…
Réessayer
Fermer
Ouvrir la page du compte
Les cartes de trophées ont été mises à jour. Rechargez la page pour les voir.
Recharger
Lecture de votre bibliothèque en cours : {percent}
Lecture de votre bibliothèque en cours : {percent}, terminée {when}
Niveau
Rang {tier}, {grade}
Progression vers le niveau suivant
{points} points avant le niveau {level}
Le niveau le plus élevé qui soit
{points} points
{count} trophée|||{count} trophées
Derniers trophées
Trophées les plus rares
Aucun trophée pour l'instant. Le premier apparaîtra ici.
Aucun trophée de ce type pour l'instant.
{rate} des joueurs l'ont
Obtenu
Jeu
Rareté
Progression
Plateforme
Catégorie
Trophée caché
Obtenez-le pour découvrir ce que c'est.
Jeux
{count} jeu|||{count} jeux
Rechercher un jeu
Ordre et filtres
Trier par
Afficher
Tous les jeux
Toutes les plateformes
Aucun jeu pour l'instant. Le premier apparaîtra ici.
Aucun jeu ne correspond.
Vous avez tous les trophées de platine. Félicitations !
Afficher tous les jeux
Jeu de base
Extension {number}
{earned} sur {defined}
Pas encore obtenu
Tous les trophées
Manquants
Il ne manque rien ici.
Année de trophées
Année précédente
Année suivante
{day} : aucun trophée
{day} : {trophies}
Aucun trophée cette année-là.
sur {count} jour|||sur {count} jours
meilleur jour : {day} ({count})
Platine !`;export{e as texts};
