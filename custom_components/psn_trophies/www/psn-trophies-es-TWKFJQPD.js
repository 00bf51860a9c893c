var n=`es
Añade primero tu cuenta de PlayStation: Ajustes → Dispositivos y servicios → Añadir integración → PlayStation Trophies.
Perfil
Juegos
El año
Todos los años
Trofeos al mes
Ahora mismo
Trofeos más raros
Lo que falta en el último juego
Diario de trofeos
Hoy
Esta semana
Este mes
Racha
Mejor racha
Completados
Promedio
Cuenta
Ninguna elegida: la cuenta que se añadió primero.
Título
Número de trofeos
Orden
Categorías
Nada elegido: {choice}.
Todas las categorías
Juegos que mostrar
Plataforma
Búsqueda, orden y filtros en la tarjeta
Año
Vacío: siempre el actual.
No hay ninguna cuenta de PlayStation que mostrar. Añade una en Ajustes → Dispositivos y servicios → Añadir integración → PlayStation Trophies.
Esta cuenta de PlayStation ya no existe. Edita esta tarjeta y elige otra.
Esta cuenta de PlayStation no está lista. Aparecerá aquí en cuanto lo esté; si no llega, mira en Ajustes → Dispositivos y servicios.
Este juego ya no está en la lista.
Sony ya no acepta el inicio de sesión. Renuévalo en Ajustes → Dispositivos y servicios.
Demasiadas consultas ahora mismo. Inténtalo de nuevo en unos minutos.
Sony pide una pausa. Inténtalo de nuevo en unos minutos.
Sony no le muestra esto a la cuenta.
No se puede acceder al servicio de Sony. Inténtalo más tarde.
Sony ha enviado una respuesta sin sentido. Inténtalo más tarde.
La integración aún no responde. Esta tarjeta lo sigue intentando.
Sony ya no acepta el inicio de sesión; este es el último estado conocido. Renuévalo con un token nuevo.
No se pudo acceder al servicio de Sony; este es el último estado conocido.
Sony pide una pausa; este es el último estado conocido. Seguirá por sí solo.
Bronce
Plata
Oro
Platino
Ultrarraro
Muy raro
Raro
Común
Jugados hace poco
Progreso
A punto de platino
Trofeo más raro
Qué sigue
Nombre
Más recientes primero
Más raros primero
Empezados
Completados
Con platino
Sin platino
Cargando…
Reintentar
Cerrar
Abrir la página de la cuenta
Las tarjetas de trofeos se han actualizado. Recarga la página para verlas.
Recargar
Tu biblioteca aún se está leyendo: {percent}
Tu biblioteca aún se está leyendo: {percent}, lista {when}
Nivel
Rango {tier}, {grade}
Progreso hasta el siguiente nivel
{points} puntos para el nivel {level}
El nivel más alto que existe
{points} puntos
{count} trofeo|||{count} trofeos
Últimos trofeos
Trofeos más raros
Aún no hay trofeos. El primero aparecerá aquí.
Aún no hay ningún trofeo así.
Lo tiene el {rate} de los jugadores
Conseguido
Juego
Rareza
Progreso
Plataforma
Categoría
Trofeo oculto
Consíguelo para ver qué es.
Juegos
{count} juego|||{count} juegos
Buscar juegos
Orden y filtros
Ordenar por
Mostrar
Todos los juegos
Todas las plataformas
Aún no hay juegos. El primero que juegues aparecerá aquí.
Ningún juego coincide.
Tienes todos los platinos. ¡Enhorabuena!
Mostrar todos los juegos
Juego base
Expansión {number}
{earned} de {defined}
Aún sin conseguir
Todos los trofeos
Pendientes
Aquí no falta nada.
Año de trofeos
Año anterior
Año siguiente
{day}: ningún trofeo
{day}: {trophies}
Ningún trofeo en este año.
en {count} día|||en {count} días
mejor día: {day} ({count})
¡Platino!`;export{n as texts};
