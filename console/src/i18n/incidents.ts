// Words of incidents (one trouble, many voices), closing, satisfaction and quality, in both languages.
export const incidentsEn = {
  same: {
    title: 'Same trouble?', leads: 'This case leads “{{title}}”', part: 'Part of “{{title}}”', joinedTo: 'Joined to case {{number}}: it closes with it, and this resident is told here.', none: 'No other open case looks like the same trouble.',
    likely: '{{percent}} likely', distance: '{{metres}} m away', samePlace: 'same place', join: 'Join', joinOf: 'Join with case {{number}}', decline: 'Not the same', declineOf: 'Not the same as case {{number}}', split: 'Split', splitOf: 'Split case {{number}} off', splitThis: 'Split off',
    asked: 'The resident was asked', declined: 'Declined by {{name}}', declinedList_one: '{{count}} declined', declinedList_other: '{{count}} declined', others: 'May belong to this case', members_one: '{{count}} joined resident', members_other: '{{count}} joined residents',
    how: { click: 'by {{name}}', automatic: 'automatically', resident: 'by the resident’s yes', parent: 'with many, by {{name}}', moved: 'along with another case' },
    emergency: 'Emergency: join it only if you are sure.', number: 'Number of the case that leads', joinNumber: 'Join this case', many: 'Join many cases here', manyTitle: 'What happened', manyNumbers: 'Case numbers, separated by blanks or commas', manySubmit: 'Join them',
    fromTopic: 'Open one incident', fromTopicHint: 'Joins the linked cases to the oldest one, so that they close together.', more: 'More',
    said: { joined: 'Joined with case {{number}}.', declined: 'Kept as another trouble.', split: 'Split off.', opened_one: '{{count}} case joined to {{number}}.', opened_other: '{{count}} cases joined to {{number}}.', leftOut: 'Left out: {{list}}.', reviewed: 'Review kept.' },
    why: { closed: 'closed', emergency: 'emergency', 'unknown case': 'unknown', 'joined already': 'joined already', 'the same case': 'the same case' },
  },
  pick: { label: 'Several cases', start: 'Select several', count_one: '{{count}} selected', count_other: '{{count}} selected', one: 'One incident…', stop: 'Clear', undoLabel: 'incident' },
  survey: {
    title: 'Survey', waiting: 'The resident will be asked {{time}}.', sent: 'The resident was asked; no answer yet.', answered: 'Answered {{time}}', words: 'words only', withdrawn: 'Taken back: the case was opened again.', stuck: 'The question did not reach the resident.', score: '{{score}} of 5',
  },
  quality: {
    title: 'Quality review', by: '{{score}} of 100 by {{name}}', review: 'Review this case', save: 'Save review', note: 'Note', none: 'Nobody has reviewed this case.', pick: 'Choose',
    mark: { yes: 'Yes', partly: 'Partly', no: 'No', not_applicable: 'Does not apply' },
  },
  satisfaction: {
    title: 'Satisfaction and quality', off: 'This city asks residents nothing after closing (closing.toml).', failedLoad: 'The figures could not be loaded.', asked: 'Asked', answered: 'Answered', satisfied: 'Satisfied (4 or 5)', mean: 'Mean', goal: 'goal {{goal}}', none: 'No answers in this period.', byTopic: 'Satisfaction by topic', byNetwork: 'Satisfaction by network',
    topic: 'Topic', network: 'Network', answers: 'Answers', quality: 'Quality', reviewed: 'Reviewed cases', score: 'Score', criterion: 'Criterion', fully: 'Fully met', noneReviewed: 'No case was reviewed in this period.', words: 'words only', met: 'met', missed: 'missed',
  },
  ending: {
    photo: 'Link to a photograph', photoHint: 'Optional, on the city’s own host. It is published with the outcome.', joined_one: '{{count}} joined resident is told too, in their own thread.', joined_other: '{{count}} joined residents are told too, each in their own thread.', translation: 'Outcome in {{language}}', translationHint: 'For joined residents who are answered in {{language}}. Empty: they get the words above.',
  },
};

export const incidentsEs: typeof incidentsEn = {
  same: {
    title: '¿El mismo problema?', leads: 'Este caso encabeza «{{title}}»', part: 'Parte de «{{title}}»', joinedTo: 'Unido al caso {{number}}: se cierra con él y a este residente se le avisa aquí.', none: 'Ningún otro caso abierto parece el mismo problema.',
    likely: '{{percent}} probable', distance: 'a {{metres}} m', samePlace: 'mismo lugar', join: 'Unir', joinOf: 'Unir con el caso {{number}}', decline: 'No es el mismo', declineOf: 'No es el mismo que el caso {{number}}', split: 'Separar', splitOf: 'Separar el caso {{number}}', splitThis: 'Separar',
    asked: 'Se le preguntó al residente', declined: 'Descartado por {{name}}', declinedList_one: '{{count}} descartado', declinedList_other: '{{count}} descartados', others: 'Pueden ser parte de este caso', members_one: '{{count}} residente unido', members_other: '{{count}} residentes unidos',
    how: { click: 'por {{name}}', automatic: 'automáticamente', resident: 'por el sí del residente', parent: 'junto con muchos, por {{name}}', moved: 'junto con otro caso' },
    emergency: 'Emergencia: únalo solo si está seguro.', number: 'Número del caso que encabeza', joinNumber: 'Unir este caso', many: 'Unir muchos casos aquí', manyTitle: 'Qué pasó', manyNumbers: 'Números de caso, separados por espacios o comas', manySubmit: 'Unirlos',
    fromTopic: 'Abrir un incidente', fromTopicHint: 'Une los casos vinculados al más antiguo, para cerrarlos juntos.', more: 'Más',
    said: { joined: 'Unido con el caso {{number}}.', declined: 'Queda como otro problema.', split: 'Separado.', opened_one: '{{count}} caso unido a {{number}}.', opened_other: '{{count}} casos unidos a {{number}}.', leftOut: 'No se unieron: {{list}}.', reviewed: 'Revisión guardada.' },
    why: { closed: 'cerrado', emergency: 'emergencia', 'unknown case': 'desconocido', 'joined already': 'ya unido', 'the same case': 'el mismo caso' },
  },
  pick: { label: 'Varios casos', start: 'Elegir varios', count_one: '{{count}} elegido', count_other: '{{count}} elegidos', one: 'Un incidente…', stop: 'Quitar', undoLabel: 'incidente' },
  survey: {
    title: 'Encuesta', waiting: 'Se le preguntará al residente {{time}}.', sent: 'Se le preguntó al residente; aún no contesta.', answered: 'Contestó {{time}}', words: 'solo palabras', withdrawn: 'Retirada: el caso se abrió de nuevo.', stuck: 'La pregunta no le llegó al residente.', score: '{{score}} de 5',
  },
  quality: {
    title: 'Revisión de calidad', by: '{{score}} de 100 por {{name}}', review: 'Revisar este caso', save: 'Guardar revisión', note: 'Nota', none: 'Nadie ha revisado este caso.', pick: 'Elija',
    mark: { yes: 'Sí', partly: 'En parte', no: 'No', not_applicable: 'No aplica' },
  },
  satisfaction: {
    title: 'Satisfacción y calidad', off: 'Esta ciudad no pregunta nada a los residentes después de cerrar (closing.toml).', failedLoad: 'No se pudieron cargar las cifras.', asked: 'Preguntados', answered: 'Contestaron', satisfied: 'Satisfechos (4 o 5)', mean: 'Promedio', goal: 'meta {{goal}}', none: 'Sin respuestas en este periodo.', byTopic: 'Satisfacción por tema', byNetwork: 'Satisfacción por red',
    topic: 'Tema', network: 'Red', answers: 'Respuestas', quality: 'Calidad', reviewed: 'Casos revisados', score: 'Puntuación', criterion: 'Criterio', fully: 'Cumplido del todo', noneReviewed: 'Ningún caso revisado en este periodo.', words: 'solo palabras', met: 'cumplida', missed: 'no cumplida',
  },
  ending: {
    photo: 'Enlace a una fotografía', photoHint: 'Opcional, en un sitio de la ciudad. Se publica con el resultado.', joined_one: 'También se le avisa a {{count}} residente unido, en su propia conversación.', joined_other: 'También se les avisa a {{count}} residentes unidos, a cada uno en su propia conversación.', translation: 'Resultado en {{language}}', translationHint: 'Para residentes unidos a los que se contesta en {{language}}. Vacío: reciben las palabras de arriba.',
  },
};
