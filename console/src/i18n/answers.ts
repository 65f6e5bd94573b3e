// The words of ui/Answers.tsx, in both languages.
export const answersEn = {
  answers: {
    eligibility: 'Whether and how the resident can be answered', way: { public_reply: 'Public reply', direct_message: 'Private message' }, open: 'possible', shut: 'not possible',
    limit_one: 'at most {{count}} character', limit_other: 'at most {{count}} characters', free: 'costs nothing', cost: 'costs at most {{plain}}, with a link {{link}}', until: 'until', stopped: 'Nothing is sent at the moment ({{by}}): {{why}}. Your reply will wait.',
    needPerson: 'Replies only a person can decide', needPersonSince_one: '{{count}} waits since', needPersonSince_other: '{{count}} wait since',
    known: 'Known answers', checkedOn: 'Last checked on {{day}}', use: 'Insert', useOf: 'Insert the answer to: {{question}}',
  },
};
export const answersEs: typeof answersEn = {
  answers: {
    eligibility: 'Si se puede responder al residente, y cómo', way: { public_reply: 'Respuesta pública', direct_message: 'Mensaje privado' }, open: 'posible', shut: 'no es posible',
    limit_one: 'a lo más {{count}} carácter', limit_other: 'a lo más {{count}} caracteres', free: 'no cuesta nada', cost: 'cuesta a lo más {{plain}}, con enlace {{link}}', until: 'hasta', stopped: 'Por ahora no se envía nada ({{by}}): {{why}}. Su respuesta esperará.',
    needPerson: 'Respuestas que solo una persona puede decidir', needPersonSince_one: '{{count}} espera desde', needPersonSince_other: '{{count}} esperan desde',
    known: 'Respuestas conocidas', checkedOn: 'Revisada por última vez el {{day}}', use: 'Insertar', useOf: 'Insertar la respuesta a: {{question}}',
  },
};
