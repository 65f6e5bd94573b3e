// The words of ui/Answers.tsx, in both languages.
export const answersEn = {
  answers: {
    ways: 'By which way', eligibility: 'Whether and how the resident can be answered', way: { public_reply: 'Public reply', private_reply: 'Private reply', direct_message: 'Private message' }, open: 'possible', shut: 'not possible',
    limit_one: 'at most {{count}} character', limit_other: 'at most {{count}} characters', free: 'costs nothing', cost: 'costs at most {{plain}}, with a link {{link}}', until: 'until', stopped: 'Nothing is sent at the moment ({{by}}): {{why}}. Your reply will wait.',
    needPerson: 'Replies only a person can decide', needPersonSince_one: '{{count}} waits since', needPersonSince_other: '{{count}} wait since',
    known: 'Known answers', checkedOn: 'Last checked on {{day}}', use: 'Insert', useOf: 'Insert the answer to: {{question}}',
    fits: 'Known answer', menu: 'What it is about (the menu of topics)', answerPost: 'Answer and close', answerHint: 'Opens a case, sends this as the one word to the resident, and closes the case with it. Within the undo time you can withhold it in the case; then the case is open again.', sendAndClose: 'Send on {{network}} and close', answered: 'Case {{number}} is answered and closed.',
    personAlarm_one: 'A reply has waited too long for a person’s decision. Open the view “In doubt or failed”. It waits since', personAlarm_other: '{{count}} replies wait for a person’s decision, the oldest too long. Open the view “In doubt or failed”. It waits since',
  },
};
export const answersEs: typeof answersEn = {
  answers: {
    ways: 'Por qué vía', eligibility: 'Si se puede responder al residente, y cómo', way: { public_reply: 'Respuesta pública', private_reply: 'Respuesta privada', direct_message: 'Mensaje privado' }, open: 'posible', shut: 'no es posible',
    limit_one: 'a lo más {{count}} carácter', limit_other: 'a lo más {{count}} caracteres', free: 'no cuesta nada', cost: 'cuesta a lo más {{plain}}, con enlace {{link}}', until: 'hasta', stopped: 'Por ahora no se envía nada ({{by}}): {{why}}. Su respuesta esperará.',
    needPerson: 'Respuestas que solo una persona puede decidir', needPersonSince_one: '{{count}} espera desde', needPersonSince_other: '{{count}} esperan desde',
    known: 'Respuestas conocidas', checkedOn: 'Revisada por última vez el {{day}}', use: 'Insertar', useOf: 'Insertar la respuesta a: {{question}}',
    fits: 'Respuesta conocida', menu: 'De qué se trata (el menú de temas)', answerPost: 'Responder y cerrar', answerHint: 'Abre un caso, envía esto como la única palabra al residente y cierra el caso con ello. Dentro del plazo para deshacer puede retenerla en el caso; entonces el caso vuelve a abrirse.', sendAndClose: 'Enviar en {{network}} y cerrar', answered: 'El caso {{number}} está respondido y cerrado.',
    personAlarm_one: 'Una respuesta espera demasiado la decisión de una persona. Abra la vista «En duda o fallidos». Espera desde', personAlarm_other: '{{count}} respuestas esperan la decisión de una persona, la más antigua demasiado. Abra la vista «En duda o fallidos». Espera desde',
  },
};
