import type { en } from './en';

export const es: typeof en = {
  app: 'social311',
  skip: 'Ir al contenido',
  loading: 'Cargando…',
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
  },
  nav: { main: 'Pantallas', inbox: 'Bandeja', review: 'Por revisar', health: 'Estado', palette: 'Comandos', keys: 'Teclado', account: 'Cuenta de {{name}}', language: 'English', languageTag: 'en' },
  live: { on: 'En vivo', off: 'Sin conexión desde {{time}}', offLong: 'Sin conexión en vivo desde {{time}}. Lo que ve puede estar desactualizado; volverá por sí sola.', starting: 'Conectando…', fresh_one: '{{count}} caso nuevo', fresh_other: '{{count}} casos nuevos' },
  view: {
    title: 'Vistas', open: 'Abiertos', mine: 'Míos', unassigned: 'Sin asignar', emergency: 'Emergencia', drafts: 'Borradores por aprobar', in_doubt: 'En duda o fallidos', closed: 'Cerrados', all: 'Todos',
  },
  empty: {
    open: 'No hay casos abiertos. La solicitud de un residente abre uno por sí sola.', mine: 'No tiene nada asignado. Pulse A en un caso para tomarlo.', unassigned: 'Cada caso abierto tiene a alguien.', emergency: 'No hay casos abiertos de riesgo para la vida.',
    drafts: 'Ninguna respuesta espera aprobación.', in_doubt: 'Se sabe qué pasó con cada respuesta.', closed: 'Todavía no se ha cerrado ningún caso.', all: 'Aún no hay casos. La primera solicitud de un residente abre uno.',
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
  network: { twitter: 'X', facebook: 'Facebook', instagram: 'Instagram', bluesky: 'Bluesky', mastodon: 'Mastodon', import: 'importación' },
  say: {
    queued: 'Respuesta en cola: sale a las {{time}}.', noted: 'Nota guardada.', closed: 'Caso {{number}} cerrado.', closedTell: 'Caso {{number}} cerrado; la nota de cierre sale a las {{time}}.', reopened: 'Caso {{number}} reabierto.', assigned: 'Asignado a {{name}}.', unassigned: 'Asignado a nadie.', status: 'Estado: {{status}}.', routed: 'Tema: {{topic}}.', approved: 'Aprobada: sale a las {{time}}.', withheld: 'Retenida.', settled: 'Resuelto.', undone: 'Deshecho: {{label}}', nothing: 'No hay nada que deshacer.', restored: 'Retirada. El texto está otra vez en su borrador.',
    late: 'Demasiado tarde para deshacer: ya salió.', reply: 'respuesta', close: 'cierre', assign: 'asignación', approval: 'aprobación', dismissNotice: 'Descartar mensaje', copied: 'Copiado.',
  },
  error: {
    unreachable: 'No se puede llegar al servidor. Revise la red; nada de lo que escribió se pierde.', unavailable: 'La base de datos no responde por un momento. Reintente enseguida.', forbidden: 'Su función no permite esto.', 'not-found': 'No existe (o ya no existe).', changed: 'Cambió entretanto. Mire otra vez y repita si sigue siendo correcto.', closed: 'El caso está cerrado.', invalid: 'Hay algo que no está bien.', 'too-long': 'El texto es demasiado largo para la red.', 'not-repliable': 'Aquí no se puede responder.', 'too-many': 'Demasiados intentos. Espere un momento.', 'signed-out': 'Su sesión terminó. Vuelva a iniciar sesión.', unknown: 'No funcionó. Reintente; si sigue igual, avise a los operadores.',
  },
  palette: { title: 'Comandos', hint: 'Escriba un comando', empty: 'Ningún comando coincide.', assign: 'Asignar a…', topic: 'Cambiar el tema…', status: 'Poner estado…', goto: 'Ir a {{name}}', view: 'Vista: {{name}}', assignTo: 'Asignar a {{name}}', assignMe: 'Asignarme', setStatus: 'Estado: {{name}}', setTopic: 'Tema: {{name}}', filterTopic: 'Solo el tema: {{name}}', language: 'Switch to English' },
  keys: {
    title: 'Teclado', on: 'Las teclas sueltas están activas', off: 'Las teclas funcionan fuera de los campos de texto. Sin teclas sueltas queda solo Ctrl K.', toggle: 'Atajos de una sola tecla',
    next: 'Siguiente de la lista', previous: 'Anterior de la lista', open: 'Abrir', close: 'Cerrar el caso (hecho)', reply: 'Escribir una respuesta', note: 'Escribir una nota interna', case: 'Crear un caso (en Por revisar)', dismiss: 'No es una solicitud (en Por revisar)', assign: 'Asignar', back: 'Volver a la lista', undo: 'Deshacer', search: 'Buscar', sheet: 'Esta hoja', palette: 'Todos los comandos', fresh: 'Mostrar casos nuevos', send: 'Publicar o guardar lo que se escribe',
  },
};
