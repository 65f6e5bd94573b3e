// Words of the window that makes one incident of many cases; they travel with it.
import { bringWords } from './index';

export const gatherEn = {
  title_one: 'One incident of {{count}} case', title_other: 'One incident of {{count}} cases', intro: 'One case leads, the others are joined to it: they close together. Every resident keeps their number, their thread and their own closing note.',
  what: 'What happened', whatHint: 'Staff read it beside every joined case.', leads: 'Which case leads?', leadsHint: 'Usually the oldest, or the one that says most.', topics: 'These cases have different topics. Join them only if one crew ends them all.',
  emergencies_one: '{{count}} emergency among them', emergencies_other: '{{count}} emergencies among them', emergenciesHint: 'An emergency keeps its own clock and its own people. It is joined only where you tick it here.', joinToo: 'Join emergency {{number}} too',
  left: 'Not joined', closed: 'closed', joined: 'already joined to {{number}}', noLead: 'None of these cases can lead: each is closed, joined already or an emergency. Choose an open case as well.', tooFew: 'Nothing is left to join to {{number}}.',
  submit_one: 'Join {{count}} case to {{number}}', submit_other: 'Join {{count}} cases to {{number}}', at: 'at {{place}}',
};

export const gatherEs: typeof gatherEn = {
  title_one: 'Un incidente de {{count}} caso', title_other: 'Un incidente de {{count}} casos', intro: 'Un caso encabeza y los demás se le unen: se cierran juntos. Cada residente conserva su número, su conversación y su propia nota de cierre.',
  what: 'Qué pasó', whatHint: 'El personal lo lee junto a cada caso unido.', leads: '¿Qué caso encabeza?', leadsHint: 'Por lo general el más antiguo, o el que dice más.', topics: 'Estos casos tienen temas distintos. Únalos solo si una misma cuadrilla los resuelve.',
  emergencies_one: '{{count}} emergencia entre ellos', emergencies_other: '{{count}} emergencias entre ellos', emergenciesHint: 'Una emergencia conserva su propio reloj y su propia gente. Se une solo si la marca aquí.', joinToo: 'Unir también la emergencia {{number}}',
  left: 'No se unen', closed: 'cerrado', joined: 'ya unido a {{number}}', noLead: 'Ninguno de estos casos puede encabezar: cada uno está cerrado, ya unido o es una emergencia. Elija también un caso abierto.', tooFew: 'No queda nada que unir a {{number}}.',
  submit_one: 'Unir {{count}} caso a {{number}}', submit_other: 'Unir {{count}} casos a {{number}}', at: 'en {{place}}',
};

bringWords('gather', { en: gatherEn, es: gatherEs });
