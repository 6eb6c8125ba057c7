"""Spanish."""

from keyart.demo.art.brief import Script
from keyart.demo.catalogue.languages.language import Language, Tone

SPANISH = Language(
    code="es",
    endonym="Español",
    script=Script.LATIN,
    of="{a[0]} {a[1]} {x}",
    both="{a[0]} {a[1]} y {b[0]} {b[1]}",
    last="{a[0]} {a[2]} {a[1]}",
    nouns={
        "crown": ("la", "corona", "última"),
        "diamond": ("el", "diamante", "último"),
        "lantern": ("el", "farol", "último"),
        "rocket": ("el", "cohete", "último"),
        "trophy": ("el", "trofeo", "último"),
        "cup": ("la", "taza", "última"),
        "boat": ("la", "barca", "última"),
        "key": ("la", "llave", "última"),
        "umbrella": ("el", "paraguas", "último"),
        "door": ("la", "puerta", "última"),
        "clock": ("el", "reloj", "último"),
        "mask": ("la", "máscara", "última"),
        "moon": ("la", "luna", "última"),
        "planet": ("el", "planeta", "último"),
        "lighthouse": ("el", "faro", "último"),
        "sword": ("la", "espada", "última"),
        "island": ("la", "isla", "última"),
        "garden": ("el", "jardín", "último"),
        "bridge": ("el", "puente", "último"),
        "river": ("el", "río", "último"),
        "road": ("el", "camino", "último"),
        "letter": ("la", "carta", "última"),
        "train": ("el", "tren", "último"),
        "shadow": ("la", "sombra", "última"),
        "song": ("la", "canción", "última"),
        "map": ("el", "mapa", "último"),
        "mirror": ("el", "espejo", "último"),
        "house": ("la", "casa", "última"),
    },
    genitives={
        "winter": "del invierno",
        "night": "de la noche",
        "silence": "del silencio",
        "sea": "del mar",
        "rain": "de la lluvia",
        "snow": "de la nieve",
        "summer": "del verano",
        "autumn": "del otoño",
        "dawn": "del alba",
        "midnight": "de la medianoche",
        "ashes": "de las cenizas",
        "stars": "de las estrellas",
        "wolves": "de los lobos",
        "lies": "de las mentiras",
        "secrets": "de los secretos",
        "dead": "de los muertos",
        "strangers": "de los desconocidos",
        "thieves": "de los ladrones",
        "kings": "de los reyes",
        "exiles": "de los desterrados",
        "dragons": "de los dragones",
        "giants": "de los gigantes",
        "dreams": "de los sueños",
        "love": "del amor",
        "mother": "de mi madre",
        "father": "de mi padre",
        "grandmother": "de mi abuela",
        "north": "del norte",
        "desert": "del desierto",
        "forest": "del bosque",
        "city": "de la ciudad",
        "tomorrow": "del mañana",
        "hope": "de la esperanza",
        "thunder": "del trueno",
        "wind": "del viento",
        "roses": "de las rosas",
        "crows": "de los cuervos",
        "fog": "de la niebla",
    },
    written={
        Tone.DARK: (
            ("Nadie abre a las tres", "Nobody Opens at Three"),
            ("El inquilino del sótano", "The Tenant in the Basement"),
            ("Once llaves", "Eleven Keys"),
            ("Sangre de invierno", "Winter Blood"),
        ),
        Tone.WARM: (
            ("Paraguas para dos", "An Umbrella for Two"),
            ("Lo que callan las tías", "What the Aunts Won't Say"),
            ("Un domingo sin ti", "A Sunday Without You"),
            ("La casa que da al mar", "The House That Faces the Sea"),
        ),
        Tone.GRAND: (
            ("Más allá de la cordillera", "Beyond the Range"),
            ("La reina de las salinas", "The Queen of the Salt Flats"),
            ("Viento de espadas", "A Wind of Swords"),
        ),
        Tone.LIGHT: (
            ("Mi jefe es un desastre", "My Boss Is a Disaster"),
            ("Vecinos por accidente", "Neighbours by Accident"),
            ("Café, y lo que surja", "Coffee, and See What Happens"),
            ("Con la abuela no se juega", "You Don't Mess with Grandma"),
        ),
        Tone.REAL: (
            ("El último partido de Aldeanegra", "The Last Match at Aldeanegra"),
            ("Fuego lento", "Slow Fire"),
            ("El caso Montalbo", "The Montalbo Case"),
            ("Once del barrio", "Eleven from the Barrio"),
        ),
    },
    people=("Inés", "Mateo", "Lucía", "Bruno", "Carmen", "Hugo"),
    sentences={
        Tone.DARK: (
            (
                "{n} vuelve al pueblo solo para vender la casa. Alguien ha encendido la luz antes "
                "de que llegue."
            ),
            (
                "Un robo perfecto, salvo por un testigo que no aparece en ninguna cámara. {n} "
                "tiene hasta el amanecer para encontrarlo."
            ),
        ),
        Tone.WARM: (
            (
                "Después de veinte años, {n} llama a una puerta que juró no volver a ver. Le abre "
                "quien menos espera."
            ),
            (
                "Una panadería de barrio, dos familias y una receta que nadie quiere compartir. A "
                "veces perdonar empieza por el pan."
            ),
        ),
        Tone.GRAND: (
            (
                "Cuando el río cambia de curso, {n} cruza la frontera que ningún mapa se atreve a "
                "dibujar."
            ),
            (
                "Una corona sin dueño, un desierto sin caminos y un invierno que no termina: así "
                "empieza la leyenda."
            ),
        ),
        Tone.LIGHT: (
            "{n} solo quería un fin de semana tranquilo. Su familia tenía otros planes, y un loro.",
            (
                "Se acaba el contrato, se rompe la cafetera y llega la inspectora. Otro lunes "
                "normal para {n}."
            ),
        ),
        Tone.REAL: (
            (
                "Un año entero con quienes se levantan antes que el sol para que un barrio siga "
                "teniendo equipo."
            ),
            "Diez años después, {n} abre por fin la caja de cartón con la que empezó el caso.",
        ),
    },
)
