var n=`pl
Najpierw dodaj swoje konto PlayStation: Ustawienia → Urządzenia oraz usługi → Dodaj integrację → PlayStation Trophies.
Profil
Gry
Rok
Wszystkie lata
Trofea miesięcznie
Teraz
Najrzadsze trofea
Brakujące w ostatniej grze
Dziennik trofeów
Dzisiaj
W tym tygodniu
W tym miesiącu
Seria
Najdłuższa seria
Ukończone
Średnio
Konto
Nie wybrano: konto dodane jako pierwsze.
Tytuł
Liczba trofeów
Kolejność
Rodzaje
Bez wyboru: {choice}.
Wszystkie rodzaje
Pokazywane gry
Platforma
Wyszukiwanie, kolejność i filtry na karcie
Rok
Puste: zawsze bieżący.
Nie ma konta PlayStation do pokazania. Dodaj je w menu Ustawienia → Urządzenia oraz usługi → Dodaj integrację → PlayStation Trophies.
Tego konta PlayStation już nie ma. Edytuj tę kartę i wybierz inne.
To konto PlayStation nie jest gotowe. Pojawi się tutaj, gdy tylko będzie; jeśli nie, zajrzyj do menu Ustawienia → Urządzenia oraz usługi.
Tej gry nie ma już na liście.
Sony nie przyjmuje już logowania. Odnów je w menu Ustawienia → Urządzenia oraz usługi.
Przed chwilą było zbyt wiele zapytań. Spróbuj ponownie za kilka minut.
Sony prosi o przerwę. Spróbuj ponownie za kilka minut.
Sony nie pokazuje tego temu kontu.
Usługa Sony jest nieosiągalna. Spróbuj ponownie później.
Sony przysłało niezrozumiałą odpowiedź. Spróbuj ponownie później.
Integracja jeszcze nie odpowiada. Ta karta próbuje dalej.
Sony nie przyjmuje już logowania; to ostatni znany stan. Odnów je nowym tokenem.
Usługa Sony była nieosiągalna; to ostatni znany stan.
Sony prosi o przerwę; to ostatni znany stan. Potem wszystko ruszy samo.
Brązowe
Srebrne
Złote
Platynowe
Ultrarzadkie
Bardzo rzadkie
Rzadkie
Pospolite
Ostatnio grane
Postęp
Blisko platyny
Najrzadsze trofeum
Co dalej
Nazwa
Od najnowszych
Od najrzadszych
Rozpoczęte
Ukończone
Z platyną
Bez platyny
Wczytywanie…
Spróbuj ponownie
Zamknij
Otwórz stronę konta
Karty trofeów zostały zaktualizowane. Odśwież stronę.
Odśwież
Twoja biblioteka jest jeszcze odczytywana: {percent}
Twoja biblioteka jest jeszcze odczytywana: {percent}, gotowa {when}
Poziom
Ranga {tier}, {grade}
Postęp do następnego poziomu
Do poziomu {level} brakuje punktów: {points}
Najwyższy poziom, jaki istnieje
{points} pkt
{count} trofeum|{count} trofea|{count} trofeów|{count} trofeum
Najnowsze trofea
Najrzadsze trofea
Nie ma jeszcze trofeów. Pierwsze pojawi się tutaj.
Nie ma jeszcze takiego trofeum.
Ma je {rate} graczy
Zdobyte
Gra
Rzadkość
Postęp
Platforma
Rodzaj
Ukryte trofeum
Zdobądź je, aby zobaczyć, co to jest.
Gry
{count} gra|{count} gry|{count} gier|{count} gry
Szukaj gier
Kolejność i filtry
Sortuj według
Pokaż
Wszystkie gry
Wszystkie platformy
Nie ma jeszcze gier. Pierwsza pojawi się tutaj.
Żadna gra nie pasuje.
Masz wszystkie platyny. Gratulacje!
Pokaż wszystkie gry
Gra podstawowa
Dodatek {number}
{earned} z {defined}
Jeszcze niezdobyte
Wszystkie trofea
Brakujące
Niczego tu nie brakuje.
Rok trofeów
Poprzedni rok
Następny rok
{day}: bez trofeum
{day}: {trophies}
W tym roku bez trofeum.
w {count} dniu|w {count} dniach|w {count} dniach|w {count} dnia
najlepszy dzień: {day} ({count})
Platyna!`;export{n as texts};
