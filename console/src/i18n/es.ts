import { agenciesEs } from './agencies';
import { answersEs } from './answers';
import { approvalsEs } from './approvals_es';
import { clockEs } from './clock';
import { incidentsEs } from './incidents';
import type { en } from './en';

export const es: typeof en = {
  ...answersEs,
  ...approvalsEs,
  ...agenciesEs,
  ...incidentsEs,
  ...clockEs,
  app: 'social311',
  skip: 'Ir al contenido',
  loading: 'Cargando…',
  screenFailed: 'No se pudo traer esta pantalla. Puede faltar la conexión, o hay una versión más nueva.',
  retry: 'Reintentar',
  cancel: 'Cancelar',
  close: 'Cerrar',
  back: 'Volver',
  more: 'Mostrar más',
  nobody: 'Nadie',
  auto: 'Automático',
  none: 'Ninguno',
  unknown: 'Desconocido',
  and_more: 'y {{count}} más',
  sign: {
    in: 'Iniciar sesión', out: 'Cerrar sesión', name: 'Nombre', password: 'Contraseña', for: 'Inicie sesión para {{city}}', plain: 'Publicaciones, casos y respuestas de su ciudad',
    wrong: 'El nombre o la contraseña no son correctos.', ended: 'Su sesión terminó. Vuelva a iniciar sesión: sus textos sin enviar se conservan.', as: 'Sesión de {{name}}', working: 'Iniciando sesión…',
    leave: '¿Cerrar sesión y perder lo que no se envió?', leaveText: 'Queda una nota, o un borrador que no se pudo guardar, sin enviar. Al cerrar la sesión se pierde.', leaveAnyway: 'Cerrar sesión de todos modos',
  },
  nav: { main: 'Pantallas', inbox: 'Bandeja', review: 'Por revisar', approvals: 'Por aprobar', trends: 'Tendencias', figures: 'Cifras', texts: 'Textos', health: 'Estado', accounts: 'Cuentas', palette: 'Comandos', keys: 'Teclado', account: 'Cuenta de {{name}}', language: 'English', languageTag: 'en' },
  live: { on: 'En vivo', off: 'Sin conexión desde {{time}}', offLong: 'Sin conexión en vivo desde {{time}}. Lo que ve puede estar desactualizado; volverá por sí sola.', starting: 'Conectando…', fresh_one: '{{count}} caso nuevo', fresh_other: '{{count}} casos nuevos' },
  view: {
    title: 'Vistas', open: 'Abiertos', mine: 'Míos', unassigned: 'Sin asignar', emergency: 'Emergencia', partner: 'Socios', needs_person: 'Pregunta una persona', drafts: 'Borradores por aprobar', in_doubt: 'En duda o fallidos', closed: 'Cerrados', all: 'Todos', watched: 'Seguidos', incoming: 'Transferencias por responder',
  },
  empty: {
    partner: 'Ningún caso abierto de un concejal o del personal.', needs_person: 'Toda pregunta por un dato que falta sigue sola.',
    open: 'No hay casos abiertos. La solicitud de un residente abre uno por sí sola.', mine: 'No tiene nada asignado. Pulse A en un caso para tomarlo.', unassigned: 'Cada caso abierto tiene a alguien.', emergency: 'No hay casos abiertos de riesgo para la vida.',
    drafts: 'Ninguna respuesta espera aprobación.', in_doubt: 'Se sabe qué pasó con cada respuesta.', closed: 'Todavía no se ha cerrado ningún caso.', all: 'Aún no hay casos. La primera solicitud de un residente abre uno.', watched: 'No sigue ningún caso. «Seguir este caso» está junto a cada caso.', incoming: 'Ninguna transferencia le espera.',
    search: 'Nada coincide con «{{search}}». La búsqueda mira los números de caso y las palabras de la primera publicación.', review: 'Ninguna publicación espera revisión. Aquí aparecen las que las reglas no tienen claras.',
    pick: 'Elija un caso de la lista', pickHint: 'J y K mueven, Intro abre, ? muestra todas las teclas.', pickPost: 'Elija una publicación de la lista',
  },
  list: {
    label: 'Casos', search: 'Buscar casos', searchHint: 'Número o palabras', shown_one: '{{count}} caso', shown_other: '{{count}} casos', topic: 'Tema: {{topic}}', clearTopic: 'Mostrar todos los temas',
    draft: 'Borrador en espera', doubt: 'En duda', failed: 'Falló', assigned: 'Con {{name}}', failedLoad: 'No se pudo cargar la lista.',
  },
  status: { new: 'Nuevo', needs_info: 'Falta información', open: 'Abierto', with_agency: 'Con la agencia', closed: 'Cerrado' },
  priority: { emergency: 'Emergencia', urgent: 'Urgente', partner: 'Socio', normal: 'Normal' },
  kind: { receipt: 'Acuse de recibo', question: 'Pregunta', emergency: 'Texto de emergencia', answer: 'Respuesta', closing: 'Nota de cierre', survey: 'Encuesta', handover: 'Traspaso', notice: 'Aviso' },
  state: { draft: 'Borrador', queued: 'En cola', sending: 'Enviando', sent: 'Enviada', in_doubt: 'En duda', failed: 'Falló', withheld: 'Retenida' },
  stateHint: {
    draft: 'Espera a que una persona la apruebe.', queued: 'Sale en {{seconds}} s', queuedNow: 'Sale ahora', sending: 'En camino a la red.', sent: 'Vista en la red.',
    in_doubt: 'La respuesta de la red se perdió. Se busca antes de enviar nada otra vez.', failed: 'La red la rechazó.', withheld: 'Retirada antes de salir.', person: 'Necesita a una persona',
  },
  posted: { new: 'Sin decidir', ignored: 'No es una solicitud', review: 'Por revisar', case: 'En un caso', own: 'Ciudad', deleted: 'Eliminada' },
  due: { in: 'Vence en {{span}}', over: 'Vencido hace {{span}}', none: 'Sin plazo', done: 'Cerrado {{time}}', late: 'Cerrado {{span}} después del plazo', why: '¿Por qué esta hora?' },
  clock: {
    opened: 'Abierto: {{time}}.', due: 'Vence: {{time}}.', business: 'El plazo cuenta solo horas y días hábiles de la división; noches, fines de semana y feriados no cuentan.', priority: 'Prioridad de este caso: {{priority}}.',
    answered: 'Primera respuesta: {{time}}.', unanswered: 'Todavía no se ha respondido al residente.', closed: 'Cerrado: {{time}}.',
  },
  thread: {
    label: 'Caso {{number}}', conversation: 'Conversación', why: 'Por qué es un caso', reasons: 'Por qué lo dicen las reglas', weights: 'Mostrar pesos', hideWeights: 'Ocultar pesos', feature: 'Característica', weight: 'Peso', evidence: 'Palabras', score: 'Suma', rules: 'Reglas {{version}}',
    probability: 'Solicitud: {{percent}}', failedLoad: 'No se pudo cargar el caso.', gone: 'No existe el caso {{number}}.', on: 'en {{network}}', original: 'Abrir en {{network}}', direct: 'Mensaje privado', legend: 'Palabras marcadas', noWords: 'No se marcó ninguna palabra.',
    mark: { evidence: 'tema', place: 'lugar', private: 'dato personal' }, hidden: 'carácter oculto {{name}}', closeCase: 'Cerrar caso', reopen: 'Reabrir', facts: 'Datos', history: 'Historial', events_one: '{{count}} evento', events_other: '{{count}} eventos', note: 'Nota interna', by: 'de {{name}}', changed: 'Alguien cambió este caso entretanto. Lo ve como está ahora; su texto se conserva.',
  },
  reply: {
    undo: 'Deshacer', approve: 'Aprobar', edit: 'Texto para publicar', withhold: 'Retener', settleSent: 'Está publicada', settleQueue: 'No está: enviar otra vez', remote: 'Id de la publicación encontrada', lastError: 'La red dijo: {{error}}', leaves: 'Sale a las {{time}}', sentAt: 'Enviada {{time}}',
    settleHelp: 'Mire la cuenta en la red. ¿Está esta respuesta?', lang: 'En {{language}}', withholdWhy: 'Retenida en la consola por {{name}}', view: 'En la red: {{id}}',
  },
  compose: {
    tabs: 'Escribir', reply: 'Respuesta pública', private: 'Respuesta privada', note: 'Nota interna', replyLabel: 'Responder a {{name}}', noteLabel: 'Nota para colegas', publish: 'Publicar en {{network}} como @{{handle}}', publishPrivate: 'Enviar en privado en {{network}} como @{{handle}}',
    everyone: 'Todo el mundo puede leer esto.', onlyResident: 'Solo el residente puede leer esto.', onlyStaff: 'Solo los colegas pueden leer esto. Nunca se publica.', saveNote: 'Guardar nota interna', kind: 'Tipo', answer: 'Respuesta', question: 'Pregunta',
    preview: 'Se publicará exactamente así', previewPrivate: 'Se enviará exactamente así', previewEmpty: 'Escriba para ver lo que se publicará.', count: '{{length}} de {{limit}} caracteres', tooLong: 'Sobran {{count}}.', cannot: 'No se puede responder: {{reason}}', language: 'Idioma del residente: {{language}}',
    undoHint: 'Espera {{seconds}} s; deshaga con Z.', draft: { clean: '', waiting: 'Borrador sin guardar', saving: 'Guardando borrador…', saved: 'Borrador guardado', failed: 'Borrador sin guardar: se reintenta' }, closed: 'Este caso está cerrado. Reábralo para responder.', checking: 'Contando…',
  },
  end: {
    title: 'Cerrar el caso {{number}}', outcome: 'Resultado', outcomeHint: 'Qué se hizo, en palabras que el residente entienda.', tell: 'Avisar al residente en {{network}} como @{{handle}}', cannotTell: 'No se puede avisar al residente: {{reason}}', submit: 'Cerrar el caso', submitTell: 'Cerrar y publicar en {{network}} como @{{handle}}', needed: 'Escriba primero el resultado.',
  },
  facts: {
    label: 'Datos del caso', resident: 'Residente', handle: 'Usuario', contacts_one: '{{count}} contacto', contacts_other: '{{count}} contactos', about: 'Caso', number: 'Número', status: 'Estado', topic: 'Tema', agency: 'Agencia', priority: 'Prioridad', deadline: 'Plazo', place: 'Lugar', language: 'Idioma', assignee: 'Asignado a',
    public: 'Página pública', publicLink: 'Página de estado para el residente', incident: 'Parte del incidente', service: 'Código de servicio', resolution: 'Resultado', change: 'Cambiar', changeOf: 'Cambiar: {{what}}', posts_one: '{{count}} publicación', posts_other: '{{count}} publicaciones', noPlace: 'Aún no se sabe', coordinates: 'Coordenadas', neighborhood: 'Vecindario', profile: 'Perfil de {{name}}',
  },
  role: { viewer: 'Lectura', agent: 'Agente', approver: 'Aprobación', supervisor: 'Supervisión', admin: 'Administración', auditor: 'Auditoría' },
  place: { address: 'dirección', intersection: 'intersección', block: 'cuadra', street: 'calle', landmark: 'lugar conocido', area: 'zona', point: 'punto' },
  pii: { phone: 'número de teléfono', email: 'correo electrónico', ssn: 'número de seguro social', card: 'número de tarjeta', plate: 'placa', address: 'domicilio' },
  review: {
    label: 'Publicaciones por revisar', title: 'Por revisar', count_one: '{{count}} publicación espera', count_other: '{{count}} publicaciones esperan', make: 'Crear un caso', as: 'Como: {{topic}}', best: 'el mejor tema del clasificador', dismiss: 'No es una solicitud', made: 'Se abrió el caso {{number}}.', dismissed: 'Apartada: no es una solicitud.', topic: 'Tema del caso', openCase: 'Abrir el caso', failedLoad: 'No se pudieron cargar las publicaciones.',
  },
  health: {
    title: 'Estado', refresh: 'Actualizar', asOf: 'A las {{time}}', feeds: 'Fuentes', account: 'Cuenta', reads: 'Lee', complete: 'Leída sin huecos hasta', newest: 'Publicación más nueva', gaps: 'Huecos', state: 'Situación', fine: 'Leyendo', never: 'todavía no', noGaps: 'Sin huecos', noFeeds: 'Todavía no se lee ninguna cuenta. Las cuentas están en la configuración.',
    gap_one: '{{count}} hueco se está llenando', gap_other: '{{count}} huecos se están llenando', behind: 'unas {{posts}} publicaciones', lost_one: '{{count}} tramo perdido del todo', lost_other: '{{count}} tramos perdidos del todo', posts: 'Publicaciones', replies: 'Respuestas', cases: 'Casos', watch: 'Para vigilar', oldestNew: 'Publicación sin decidir más antigua', oldestDoubt: 'Respuesta en duda más antigua', doubled: 'Respuestas duplicadas', dead: 'Apartadas por ilegibles', nothing: 'ninguna',
    doubledWarn: 'Una respuesta salió dos veces. Eso no debe pasar nunca: avise a los operadores.', how: '¿Cómo se cuenta esto?', howText: 'Las publicaciones, respuestas y casos se cuentan por estado según la base de datos ahora. «Leída sin huecos hasta» es el comienzo de la última lectura que llegó hasta el final.', failedLoad: 'No se pudo cargar el estado.', trouble: 'Problema',
  },
  accounts: {
    title: 'Cuentas', failedLoad: 'No se pudieron cargar las cuentas.', none: 'No hay ninguna cuenta configurada. Las cuentas están en el archivo de configuración.', asOf: 'A las {{time}}', refresh: 'Actualizar',
    state: { ok: 'Funciona', slow: 'Frenada', parked: 'Detenida' }, mode: { off: 'No se envía nada', approve: 'Una persona envía cada respuesta', acknowledge: 'Los acuses salen por sí solos' },
    parked: 'Detenida: no se lee ni se envía nada', parkedSince: 'Desde {{time}}.', parkedUntil: 'Se intenta otra vez por sí sola a las {{time}}.', parkedForever: 'Solo una persona la deja seguir.', slow: 'Frenada',
    unpark: 'Reactivar ahora', unparkOf: 'Reactivar ahora: @{{handle}}', unparked: '@{{handle}} sigue.', stop: 'Parar envíos', stopOf: 'Parar envíos de @{{handle}}', resume: 'Reanudar envíos', resumeOf: 'Reanudar envíos de @{{handle}}', stopped: 'Los envíos de @{{handle}} están parados.', resumed: 'Los envíos de @{{handle}} siguen.',
    stopAll: 'Parar todos los envíos', resumeAll: 'Reanudar todos los envíos', stoppedAll: 'Todos los envíos están parados.', resumedAll: 'Los envíos siguen.', stopBanner: 'Todos los envíos están parados desde {{time}} por {{name}}: {{why}}', stopOne: 'Los envíos están parados desde {{time}} por {{name}}: {{why}}',
    stopTitle: '¿Parar los envíos de @{{handle}}?', stopAllTitle: '¿Parar todos los envíos?', stopHint: 'La lectura sigue. Lo que está en cola espera hasta que se reanuden los envíos. Todos ven el motivo.', why: 'Motivo', waiting_one: '{{count}} respuesta espera', waiting_other: '{{count}} respuestas esperan',
    works: 'Acceso', lastSuccess: 'Última lectura completa', checked: 'Comprobada', token: 'Token', tokenDays_one: 'queda {{count}} día', tokenDays_other: 'quedan {{count}} días', tokenNoEnd: 'sin fin conocido', healthy: 'funciona', unhealthy: 'no funciona', notChecked: 'sin comprobar todavía', replies: 'Respuestas',
    budget: 'Presupuesto', today: 'Hoy', month: 'Este mes', calls: 'Llamadas', reads: 'Lecturas', money: 'Como máximo', of: '{{used}} de {{most}}', used: 'Usado del presupuesto', budgetHint: 'Los días y meses son los de UTC, como los cobran las redes. El dinero es lo máximo que la red puede cobrar.',
    push: 'Avisos de la red', pushNone: 'Sin avisos; solo lectura periódica.', pushSince: 'Activos desde', pushLast: 'Aviso más nuevo', pushMissed: 'La lectura llegó antes en', pushMissedOf: '{{percent}} de {{posts}} publicaciones', pushNever: 'Nunca avisadas', pushWaiting: 'Por leer', pushHint: 'De las últimas 24 horas. La lectura periódica sigue y encuentra lo que los avisos no cuentan.',
    reading: 'Lectura', listens: 'Lee', coverage: '{{percent}} de las últimas 24 horas leído', coverageOf: '{{listen}}: {{percent}} de las últimas 24 horas leído', spans: 'Mostrar las horas', spansNone: 'Todavía no se leyó nada de las últimas 24 horas.', span: 'de {{from}} a {{to}}', gapSince: 'Hueco abierto desde {{time}}, faltan unas {{posts}} publicaciones', filledBy: 'lleno hacia {{time}} a este ritmo', gapFrom: 'entre {{from}} y {{to}}', unknownTime: 'una hora desconocida',
    lostTitle_one: '{{count}} tramo perdido del todo', lostTitle_other: '{{count}} tramos perdidos del todo', lost: 'de {{from}} a {{to}}, unas {{posts}} publicaciones: {{reason}}', noFeeds: 'Todavía no se leyó nada.',
    blind: 'Lo que la lectura no puede ver aquí', blindHint: 'La red no lo entrega. No se pierde por un fallo.',
    spot: { protected_accounts: 'Publicaciones de cuentas protegidas', mentions_beyond_800: 'Menciones más allá de las 800 más nuevas', search_beyond_7_days: 'Resultados de búsqueda de más de 7 días', messages_beyond_30_days: 'Mensajes de más de 30 días', encrypted_messages: 'Mensajes cifrados', deleted_between_polls: 'Publicaciones borradas antes de leerse', mentions_in_comments_elsewhere: 'Menciones de la página en comentarios de publicaciones ajenas', comments_on_ads: 'Comentarios en anuncios', old_posts_comments: 'Comentarios nuevos en publicaciones más viejas que la ventana', messages_beyond_20: 'Mensajes más allá de los 20 más nuevos de una conversación', live_comments: 'Comentarios durante un video en vivo', reactions_and_read_marks: 'Reacciones y marcas de lectura', mentions_by_others: 'Menciones en publicaciones y comentarios ajenos', story_mentions: 'Menciones en historias, salvo como mensaje', hashtags_beyond_24_hours: 'Publicaciones con etiqueta de más de 24 horas, y quién las escribió', restricted_people: 'Comentarios de personas restringidas por la cuenta', blocked_accounts: 'Personas que bloquearon la cuenta', direct_messages: 'Mensajes privados', servers_not_federated: 'Publicaciones de servidores que este no conoce' },
    history: 'Historial', event: { parked: 'Detenida', unparked: 'Reactivada', stopped: 'Envíos parados', resumed: 'Envíos reanudados', authorised: 'Tokens nuevos', push: 'Empezaron los avisos' }, warnings: 'Advertencias', noHistory: 'Todavía no se hizo nada.', onlyLead: 'Supervisión y administración pueden reactivar cuentas y parar envíos.',
  },
  network: { twitter: 'X', facebook: 'Facebook', instagram: 'Instagram', bluesky: 'Bluesky', mastodon: 'Mastodon', import: 'importación' },
  say: {
    queued: 'Respuesta en cola: sale a las {{time}}.', noted: 'Nota guardada.', closed: 'Caso {{number}} cerrado.', closedTell: 'Caso {{number}} cerrado; la nota de cierre sale a las {{time}}.', reopened: 'Caso {{number}} reabierto.', assigned: 'Asignado a {{name}}.', unassigned: 'Asignado a nadie.', status: 'Estado: {{status}}.', routed: 'Tema: {{topic}}.', approved: 'Aprobada: sale a las {{time}}.', withheld: 'Retenida.', settled: 'Resuelto.', undone: 'Deshecho: {{label}}', nothing: 'No hay nada que deshacer.', restored: 'Retirada. El texto está otra vez en su borrador.',
    late: 'Demasiado tarde para deshacer: ya salió.', reply: 'respuesta', close: 'cierre', assign: 'asignación', approval: 'aprobación', dismissNotice: 'Descartar mensaje', copied: 'Copiado.',
  },
  error: {
    unreachable: 'No se puede llegar al servidor. Revise la red; nada de lo que escribió se pierde.', unavailable: 'La base de datos no responde por un momento. Reintente enseguida.', forbidden: 'Su función no permite esto.', 'not-found': 'No existe (o ya no existe).', changed: 'Cambió entretanto. Mire otra vez y repita si sigue siendo correcto.', closed: 'El caso está cerrado.', invalid: 'Hay algo que no está bien.', 'too-long': 'El texto es demasiado largo para la red.', 'not-repliable': 'Aquí no se puede responder.', 'too-many': 'Demasiados intentos. Espere un momento.', 'signed-out': 'Su sesión terminó. Vuelva a iniciar sesión.', unknown: 'No funcionó. Reintente; si sigue igual, avise a los operadores.',
  },
  palette: { title: 'Comandos', hint: 'Escriba un comando', empty: 'Ningún comando coincide.', assign: 'Asignar a…', topic: 'Cambiar el tema…', status: 'Poner estado…', goto: 'Ir a {{name}}', view: 'Vista: {{name}}', assignTo: 'Asignar a {{name}}', assignMe: 'Asignarme', setStatus: 'Estado: {{name}}', setTopic: 'Tema: {{name}}', filterTopic: 'Solo el tema: {{name}}', language: 'Switch to English' },
  trends: {
    title: 'Tendencias', asOf: 'A las {{time}}', refresh: 'Actualizar', failedLoad: 'No se pudieron cargar los temas candentes.', gone: 'No existe ese tema candente.', hot: 'Candente ahora', past: 'Terminado, últimos siete días', noPast: 'Ninguno en los últimos siete días.', brigades: 'Textos impulsados (no son temas candentes)',
    none: 'Ningún tema candente en los {{read}} minutos leídos de la última hora.', noneUnread: 'No se leyó nada en la última hora, así que nada se puede decir de ella.', notFollowed: 'Todavía no se buscan temas candentes: el papel «work» no ha corrido con esta base de datos.', partly: 'Todas las fuentes leyeron solo {{read}} de los últimos {{minutes}} minutos.', whole: 'Se leyeron todos los últimos {{minutes}} minutos.', unread_one: '{{count}} fuente aún no se ha leído nunca.', unread_other: '{{count}} fuentes aún no se han leído nunca.',
    city: 'toda la ciudad o desconocido', people_one: '{{count}} persona', people_other: '{{count}} personas', posts_one: '{{count}} publicación', posts_other: '{{count}} publicaciones', usual: 'lo habitual: {{count}}', minutes: 'en {{count}} minutos', since: 'desde', score: 'Puntuación {{score}}', scoreHint: '0,5: el azar lo muestra una vez por semana; 0,9: una vez cada dos meses.', late: 'Leído tarde', lateHint: 'Estas publicaciones llegaron tarde, o una fuente iba atrasada: la hora del hallazgo no dice nada de la hora del suceso. No se alertó a nadie.',
    kind: { topic: 'Tema', phrase: 'Palabras', brigade: 'Texto impulsado' }, state: { open: 'Abierto', acknowledged: 'Atendido', muted: 'Silenciado', over: 'Terminado' }, where: 'Dónde', what: 'Qué', when: 'Desde', size: 'Personas', why: 'Por qué', words: 'Palabras', networks: 'Redes', languages: 'Idiomas', mood: 'Cómo suena', moodText: '{{negative}} con enojo, {{positive}} amables', moodHint: 'Parte de sus publicaciones, según una lista breve de palabras en inglés y español. No entiende la ironía.',
    series: 'Publicaciones en el tiempo', seriesText: 'Publicaciones cada {{minutes}} minutos de {{from}} a {{to}}: {{most}} como máximo. La banda muestra lo habitual.', seriesPlain: 'Publicaciones cada {{minutes}} minutos de {{from}} a {{to}}: {{most}} como máximo. No se sabe qué es habitual.', noSeries: 'La serie aparece un minuto después del hallazgo.', numbers: 'Lo mismo en números', from: 'Desde', counted: 'Publicaciones', expected: 'Habitual', range: 'Margen habitual', samples: 'Publicaciones de muestra', noSamples: 'No hay publicaciones que mostrar.', coverage: 'Leído en ese lapso: {{read}} de {{minutes}} minutos',
    cases: 'Casos relacionados', noCases: 'No hay casos abiertos de este tema y lugar.', linked: 'vinculado', link: 'Vincular', linkOf: 'Vincular el caso {{number}}', unlink: 'Desvincular', unlinkOf: 'Desvincular el caso {{number}}', caseNumber: 'Número de otro caso', acknowledge: 'Atender', mute: 'Silenciar', falseAlarm: 'Falsa alarma', real: 'Es real', labels: 'Falsa alarma: {{wrong}}, real: {{real}}', notice: 'Redactar una publicación para todos', noticeText: 'Texto de la publicación', noticeAccount: 'Cuenta', noticeSave: 'Guardar borrador', notices: 'Publicaciones para todos', noticeHint: '{{limit}} caracteres como máximo. Se publica con un segundo clic, en el borrador.', noticeSend: 'Publicar en {{where}}', noticeId: 'Publicado; el identificador de la red es {{id}}.', noticeCost: 'Publicarlo cuesta {{cost}}.', noticeLabel: 'publicación para todos', mapTitle: 'Mapa de barrios', mapHint: 'Elija un barrio: haga clic en él o use las flechas.', mapHot_one: '{{count}} tema candente', mapHot_other: '{{count}} temas candentes', mapHotLegend: 'allí hay algo candente', by: 'de {{name}}',
    muteTitle: 'Silenciar por un tiempo', muteHours: 'Horas', muteWhere: 'Dónde', here: 'Aquí: {{place}}', everywhere: 'En todas partes', muteWhy: 'Por qué', mutes: 'Silenciado', endMute: 'Terminar', endMuteOf: 'Terminar el silencio de {{name}}', until: 'hasta {{time}}', neighborhoods: 'Barrios', neighborhood: 'Barrio', today: 'Últimas 24 h', before: '24 h antes', noNeighborhoods: 'Ninguna publicación nombró un barrio en los últimos dos días.', history: 'Historial', deliveries: 'Avisos a otros', noChannels: 'Solo se avisa en esta página. El webhook y el correo están en la configuración, sección [trends].', noDeliveries: 'Aún no se envió nada.',
    event: { found: 'Hallado', grown: 'Creció', over: 'Terminado', acknowledged: 'Atendido', muted: 'Silenciado', unmuted: 'Ya no está silenciado', false_alarm: 'Llamado falsa alarma', real: 'Llamado real', linked: 'Caso vinculado', unlinked: 'Caso desvinculado', notice: 'Publicación redactada', notice_step: 'Publicación para todos' }, channel: { webhook: 'Webhook', email: 'Correo' }, delivery: { waiting: 'en espera', trying: 'enviándose', sent: 'enviado', unknown: 'quizá llegó, no se repite', failed: 'falló', dropped: 'ya no hace falta' }, digest: 'Resumen diario',
    peopleTitle: 'Quién las escribió', said: { acknowledged: 'Atendido.', muted: 'Silenciado.', unmuted: 'Ya no está silenciado.', labelled: 'Su juicio queda guardado.', linked: 'El caso {{number}} queda vinculado.', unlinked: 'El caso {{number}} ya no está vinculado.', drafted: 'El borrador queda guardado.', approved: 'Sale a las {{time}}.' }, back: 'Todas las tendencias',
  },
  keys: {
    title: 'Teclado', on: 'Las teclas sueltas están activas', off: 'Las teclas funcionan fuera de los campos de texto. Sin teclas sueltas queda solo Ctrl K.', toggle: 'Atajos de una sola tecla',
    next: 'Siguiente de la lista', previous: 'Anterior de la lista', open: 'Abrir', close: 'Cerrar el caso (hecho)', reply: 'Escribir una respuesta', note: 'Escribir una nota interna', case: 'Crear un caso (en Por revisar)', dismiss: 'Elegir un caso (bandeja), no es una solicitud (Por revisar)', assign: 'Asignar', back: 'Volver a la lista', undo: 'Deshacer', search: 'Buscar', sheet: 'Esta hoja', palette: 'Todos los comandos', fresh: 'Mostrar casos nuevos', send: 'Publicar o guardar lo que se escribe',
  },
};
