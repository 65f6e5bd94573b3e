import type { approvalsEn } from './approvals';

export const approvalsEs: typeof approvalsEn = {
  approvals: {
    title: 'Por aprobar', yours: 'Sus textos', everyones: 'Todos los que esperan', which: 'De quién son los textos', label: 'Respuestas que esperan a una segunda persona', labelYours: 'Textos que usted presentó y no se han aprobado', failedLoad: 'No se pudo cargar lo que espera.',
    none: 'Ninguna respuesta espera a una segunda persona.', noneYours: 'Ninguno de sus textos espera aprobación.', forYou_one: '{{count}} le espera', forYou_other: '{{count}} le esperan', sentBackCount_one: '{{count}} devuelta a usted', sentBackCount_other: '{{count}} devueltas a usted',
    waits: 'Espera aprobación', sentBack: 'Devuelta', since: 'desde', askedBy: 'presentada por {{name}}', wrote: 'escrita por {{name}}', machine: 'la máquina', policy: 'Política: {{name}}', caseOf: 'Caso {{number}}', resident: 'El residente escribió', text: 'Se publicaría', topicOf: 'Tema candente',
    approve: 'Aprobar', approveOf: 'Aprobar: el texto de {{name}}', back: 'Devolver', backOf: 'Devolver: el texto de {{name}}', backWhy: 'Qué debe cambiar', backSend: 'Devolverla', withdraw: 'Retirar', again: 'Pedir de nuevo', change: 'Cambiar el texto y pedir de nuevo',
    backReason: '{{name}} la devolvió: {{why}}', approvedBy: 'Aprobada por {{name}}.', hint: 'Política «{{policy}}»: sale cuando otra persona la haya aprobado.', ask: 'Pedir aprobación', askClose: 'Cerrar y pedir aprobación', closeHint: 'Política «{{policy}}»: el caso se cierra ahora; al residente se le avisa cuando otra persona haya aprobado la nota.',
    said: { waits: 'Espera la aprobación de una segunda persona.', closed: 'Caso {{number}} cerrado; la nota de cierre espera la aprobación de una segunda persona.', approved: 'Aprobada: sale a las {{time}}.', back: 'Devuelta a {{name}}.' },
  },
};
