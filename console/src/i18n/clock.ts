// Words of the deadline, its pauses and the missing fact, in both languages.
export const clockEn = {
  time: {
    title: 'Deadline, explained', failedLoad: 'The deadline could not be loaded.', none: 'This case has no target: its service has none.', name: { response: 'First answer by a person', resolution: 'The matter itself', agency: 'The agency’s part' },
    due: 'Due {{time}}', paused: 'No due moment while the clock stands still', stopped: 'Stopped {{time}}', missed: 'Missed', near: 'People on duty were told {{time}}', target: 'Target: {{span}}, {{basis}}', basis: { open_time: 'open hours only', wall_time: 'by the clock on the wall' },
    counted: 'Counted {{span}}', closed: 'Outside the hours {{span}}', held: 'Paused {{span}}', left: 'Left {{span}}', late: 'Late by {{span}}', versions: 'Targets {{targets}}, hours {{calendar}} ({{zone}})',
    stretches: 'Show what was counted', from: 'From', to: 'To', what: 'What', kind: { counted: 'Counted', closed: 'Outside the hours', paused: 'Paused' }, leftOff_one: '{{count}} older stretch is not shown.', leftOff_other: '{{count}} older stretches are not shown.',
    holding: 'The clock stands still since {{time}}: {{why}}', pause: 'Hold the clock', pauseTitle: 'Hold the clock of this case', pauseHint: 'For example: the site cannot be reached. Everybody who reads the deadline sees the reason.', resume: 'Let the clock go on', resumeTitle: 'Let the clock of this case go on', resumeHint: 'Every pause of the case ends, also the wait for the resident.', why: 'Reason',
    said: { paused: 'The clock stands still.', resumed: 'The clock goes on.', facts: 'The facts are kept.' },
  },
  fact: {
    title: 'Missing fact', nothing: 'Nothing is missing.', place: 'The place', own: 'A question in an agent’s own words', notSent: 'Asked in a reply that has not left yet: nobody waits for the resident.', asked_one: 'Asked {{time}}; the clock waits for the answer.', asked_other: 'Asked {{count}} times, last {{time}}; the clock waits for the answer.',
    private: 'The resident was asked to write privately.', person: 'Needs a person: {{why}}', answered: 'Answered {{time}}', dropped: 'Not asked any more: {{why}}', known: 'Known facts', unknown: 'Not known', by: 'by {{name}}', source: { post: 'from the post', answer: 'the resident’s answer', person: 'entered' }, required: 'needed', secret: 'private', edit: 'Edit facts', save: 'Save facts', choose: 'Not known', editTitle: 'Facts of this case',
  },
};

export const clockEs: typeof clockEn = {
  time: {
    title: 'Plazo, explicado', failedLoad: 'No se pudo cargar el plazo.', none: 'Este caso no tiene plazo: su servicio no lo tiene.', name: { response: 'Primera respuesta de una persona', resolution: 'El asunto mismo', agency: 'La parte de la agencia' },
    due: 'Vence {{time}}', paused: 'Sin vencimiento mientras el reloj está detenido', stopped: 'Detenido {{time}}', missed: 'Incumplido', near: 'Se avisó al personal de turno {{time}}', target: 'Plazo: {{span}}, {{basis}}', basis: { open_time: 'solo horas de atención', wall_time: 'por el reloj de pared' },
    counted: 'Contado {{span}}', closed: 'Fuera de horario {{span}}', held: 'En pausa {{span}}', left: 'Quedan {{span}}', late: 'Con retraso de {{span}}', versions: 'Plazos {{targets}}, horario {{calendar}} ({{zone}})',
    stretches: 'Mostrar lo que se contó', from: 'Desde', to: 'Hasta', what: 'Qué', kind: { counted: 'Contado', closed: 'Fuera de horario', paused: 'En pausa' }, leftOff_one: 'No se muestra {{count}} tramo anterior.', leftOff_other: 'No se muestran {{count}} tramos anteriores.',
    holding: 'El reloj está detenido desde {{time}}: {{why}}', pause: 'Detener el reloj', pauseTitle: 'Detener el reloj de este caso', pauseHint: 'Por ejemplo: no se puede llegar al lugar. Quien lea el plazo verá el motivo.', resume: 'Reanudar el reloj', resumeTitle: 'Reanudar el reloj de este caso', resumeHint: 'Termina toda pausa del caso, también la espera de la respuesta.', why: 'Motivo',
    said: { paused: 'El reloj está detenido.', resumed: 'El reloj sigue.', facts: 'Los datos se guardaron.' },
  },
  fact: {
    title: 'Dato que falta', nothing: 'No falta nada.', place: 'El lugar', own: 'Una pregunta escrita por un agente', notSent: 'Va en una respuesta que aún no salió: nadie espera al vecino.', asked_one: 'Se preguntó {{time}}; el reloj espera la respuesta.', asked_other: 'Se preguntó {{count}} veces, la última {{time}}; el reloj espera la respuesta.',
    private: 'Se pidió al vecino que escribiera en privado.', person: 'Necesita a una persona: {{why}}', answered: 'Contestado {{time}}', dropped: 'Ya no se pregunta: {{why}}', known: 'Datos conocidos', unknown: 'No se sabe', by: 'por {{name}}', source: { post: 'de la publicación', answer: 'respuesta del vecino', person: 'anotado' }, required: 'necesario', secret: 'privado', edit: 'Editar datos', save: 'Guardar datos', choose: 'No se sabe', editTitle: 'Datos de este caso',
  },
};
