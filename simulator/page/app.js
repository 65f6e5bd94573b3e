// The residents' page. Everything a resident writes is put into the page as text, never as markup.
'use strict';

const TEXTS = {
  en: {
    skip: 'Skip to the posts', title: 'Demo network', subtitle: 'What residents see', compose: 'Post as a resident',
    name: 'Your name', handle: 'Your handle', what: 'What is happening in your street?', where: 'Place', photo: 'With a photo',
    post: 'Post', timeline: 'Latest posts', all: 'All', with_city: 'With the city', about: 'About this page', posts: 'Posts',
    empty: 'Nothing has been posted yet. Be the first.', answers: 'Answers by the city', try: 'Try one of these',
    live: 'Live', offline: 'Not connected', nowhere: 'No place', official: 'City account', reply: 'Reply', send: 'Send reply',
    cancel: 'Cancel', your_reply: 'Your reply', edited: 'edited', picture: 'Photo', gone: 'This post was deleted.', now: 'now',
    documentTitle: 'Demo network: what residents see', other: 'Español', otherLang: 'es',
    hint: c => `Write @${c} to reach the city. Its answer appears here, below your post.`,
    aboutText: c => `A make-believe social network that runs on this computer. The city listens as @${c} and answers through the real service.`,
    failed: 'The post could not be sent: ', needName: 'Please enter your name and a handle.', needText: 'Please write something first.',
    network: 'Network', private: 'private message', replyTo: n => `Reply to ${n}`, arrived: n => n === 1 ? '1 new post' : `${n} new posts`, cityAnswered: 'The city has answered.',
  },
  es: {
    skip: 'Ir a las publicaciones', title: 'Red de demostración', subtitle: 'Lo que ven los residentes', compose: 'Publicar como residente',
    name: 'Su nombre', handle: 'Su usuario', what: '¿Qué pasa en su calle?', where: 'Lugar', photo: 'Con una foto',
    post: 'Publicar', timeline: 'Últimas publicaciones', all: 'Todas', with_city: 'Con la ciudad', about: 'Acerca de esta página', posts: 'Publicaciones',
    empty: 'Todavía no hay publicaciones. Escriba la primera.', answers: 'Respuestas de la ciudad', try: 'Pruebe con estas',
    live: 'En vivo', offline: 'Sin conexión', nowhere: 'Sin lugar', official: 'Cuenta de la ciudad', reply: 'Responder', send: 'Enviar respuesta',
    cancel: 'Cancelar', your_reply: 'Su respuesta', edited: 'editado', picture: 'Foto', gone: 'Esta publicación fue borrada.', now: 'ahora',
    documentTitle: 'Red de demostración: lo que ven los residentes', other: 'English', otherLang: 'en',
    hint: c => `Escriba @${c} para llegar a la ciudad. La respuesta aparece aquí, debajo de su publicación.`,
    aboutText: c => `Una red social inventada que funciona en esta computadora. La ciudad escucha como @${c} y responde con el servicio real.`,
    failed: 'No se pudo publicar: ', needName: 'Escriba su nombre y un usuario.', needText: 'Primero escriba algo.',
    network: 'Red', private: 'mensaje privado', replyTo: n => `Responder a ${n}`, arrived: n => n === 1 ? '1 publicación nueva' : `${n} publicaciones nuevas`, cityAnswered: 'La ciudad respondió.',
  },
};
const IDEAS = [
  ['en', c => `@${c} huge pothole at Colfax and Broadway, two flat tires this morning`],
  ['es', c => `@${c} hay un bache enorme en Federal y la 38, ya van tres llantas ponchadas`],
  ['en', c => `@${c} the streetlight at 1200 Pearl St has been out for a week`],
  ['en', c => `@${c} somebody dumped two sofas in the alley behind 2600 Welton St`],
  ['en', c => `@${c} when does the recycling center open on Saturdays?`],
];
const PLACES = [['Civic Center Park', 39.7365, -104.9893], ['Union Station', 39.7527, -105.0002], ['City Park', 39.7475, -104.9496],
  ['Washington Park', 39.7006, -104.9699], ['Sloan’s Lake', 39.7505, -105.0437], ['Montbello', 39.7862, -104.8331]];

// name, the longest text, and what ends a handle that has no ending of its own
const NETWORKS = {
  twitter: ['X', 280, ''], facebook: ['Facebook', 8000, ''], instagram: ['Instagram', 2200, ''],
  bluesky: ['Bluesky', 300, '.test'], mastodon: ['Mastodon', 500, ''],
};

const $ = id => document.getElementById(id);
const state = { city: '', cities: {}, revision: '', posts: [], known: new Set(), first: true, cityOnly: false, replying: null, online: true, lang: 'en' };
const t = () => TEXTS[state.lang];

const chosenNetwork = () => NETWORKS[$('network').value] ? $('network').value : 'twitter';
const cityHandle = () => state.cities[chosenNetwork()] || state.city;

function remembered(key, value) {
  try {
    if (value !== undefined) localStorage.setItem(key, value);
    return localStorage.getItem(key) || '';
  } catch { return ''; }
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function handleFrom(name) {
  return name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 15).toLowerCase();
}

function ago(iso) {
  const seconds = Math.max(0, (Date.now() - Date.parse(iso)) / 1000);
  if (seconds < 45) return t().now;
  const format = new Intl.RelativeTimeFormat(state.lang, { numeric: 'always', style: 'short' });
  if (seconds < 3570) return format.format(-Math.round(seconds / 60), 'minute');
  if (seconds < 84600) return format.format(-Math.round(seconds / 3600), 'hour');
  return format.format(-Math.round(seconds / 86400), 'day');
}

// Mentions, tags and links stand out; everything stays text.
function fillWords(box, text) {
  for (const piece of text.split(/(https?:\/\/[^\s]+|[@#][\p{L}\p{N}_]+)/u)) {
    if (/^https?:\/\//.test(piece)) {
      const link = element('a', '', piece);
      link.href = piece;
      link.rel = 'noopener noreferrer';
      link.target = '_blank';
      box.append(link);
    } else if (/^[@#]./u.test(piece)) {
      box.append(element('span', 'tag', piece));
    } else if (piece) {
      box.append(piece);
    }
  }
}

function face(post) {
  const words = post.author.name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const initials = post.city ? '311' : words.slice(0, 2).map((word) => [...word][0]).join('').toUpperCase();
  let sum = 0;
  for (const c of post.author.handle) sum = (sum * 31 + c.codePointAt(0)) % 997;
  const made = element('div', 'face ' + (post.city ? 'face-city' : 'face-' + sum % 8), initials || '?');
  made.setAttribute('aria-hidden', 'true');
  return made;
}

function placeName(post) {
  if (post.lat === null || post.lon === null) return '';
  const known = PLACES.find(p => Math.abs(p[1] - post.lat) < 1e-4 && Math.abs(p[2] - post.lon) < 1e-4);
  return known ? known[0] : `${post.lat.toFixed(4)}, ${post.lon.toFixed(4)}`;
}

function picture(file, className, alt) {
  const made = element('img', className);
  made.src = file;
  made.alt = alt;
  return made;
}

function placeLine(where) {
  const line = element('p', 'where');
  line.append(picture('pin.svg', 'pin', ''), where);
  return line;
}

function postBody(post) {
  const body = element('div');
  const who = element('p', 'who');
  who.append(element('b', '', post.author.name), element('span', '', '@' + post.author.handle));
  if (post.city) who.append(element('span', 'badge', t().official));
  if (post.network !== 'twitter') who.append(element('span', 'badge', NETWORKS[post.network][0]));
  if (post.message) who.append(element('span', 'badge', t().private));
  const time = element('time', '', ago(post.created_at));
  time.dateTime = post.created_at;
  who.append(time);
  if (post.edited) who.append(element('span', '', '· ' + t().edited));
  const words = element('p', 'words');
  if (post.lang !== 'und') words.lang = post.lang;
  fillWords(words, post.text);
  body.append(who, words);
  const where = placeName(post);
  if (where) body.append(placeLine(where));
  if (post.media > 0) body.append(picture('photo.svg', 'picture', t().picture));
  const under = element('p', 'under');
  const reply = element('button', 'link', t().reply);
  reply.type = 'button';
  reply.setAttribute('aria-label', t().replyTo(post.author.name));
  reply.addEventListener('click', () => openReply(post));
  under.append(reply);
  body.append(under);
  return body;
}

function postView(post, isAnswer) {
  const view = element('article', 'post' + (isAnswer ? ' answer' : '') + (post.city ? ' official' : ''));
  view.setAttribute('aria-label', `${post.author.name} @${post.author.handle}`);
  view.append(face(post), postBody(post));
  return view;
}

function replyForm(post) {
  const form = element('form', 'reply');
  const label = element('label');
  const area = element('textarea');
  area.rows = 2;
  area.maxLength = 2000;
  label.append(element('span', '', `${t().your_reply} (@${post.author.handle})`), area);
  const actions = element('div', 'actions');
  const cancel = element('button', 'ghost', t().cancel);
  cancel.type = 'button';
  cancel.addEventListener('click', () => { state.replying = null; form.remove(); });
  actions.append(cancel, element('button', 'primary', t().send));
  const error = element('p', 'error');
  error.setAttribute('role', 'alert');
  form.append(label, actions, error);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const to = post.message && post.network !== 'mastodon' ? { kind: 'message' } : { in_reply_to: post.id };
    const problem = await publish({ network: post.network, text: area.value, ...to });
    error.textContent = problem;
    if (!problem) { state.replying = null; form.remove(); }
  });
  return form;
}

function openReply(post) {
  document.querySelectorAll('form.reply').forEach(form => form.remove());
  state.replying = post.id;
  const thread = document.querySelector(`[data-thread="${CSS.escape(post.thread)}"]`);
  const form = replyForm(post);
  thread.querySelector(`[data-post="${CSS.escape(post.id)}"]`).after(form);
  form.querySelector('textarea').focus();
}

// Threads by their beginning, newest first; answers below in the order they came.
function threads() {
  const found = new Map();
  for (const post of [...state.posts].reverse()) {
    if (!found.has(post.thread)) found.set(post.thread, { id: post.thread, root: null, answers: [] });
    const thread = found.get(post.thread);
    if (post.in_reply_to === null) thread.root = post; else thread.answers.push(post);
  }
  const concerns = x => x.answers.some(p => p.city) || (x.root && [state.city, ...Object.values(state.cities)].some(c => x.root.text.toLowerCase().includes('@' + c.toLowerCase())));
  return [...found.values()].reverse().filter(x => !state.cityOnly || concerns(x));
}

// Rewrites only what changed, so that a half-written reply and the focus stay where they are.
function place(parent, key, name, signature, make, before) {
  let node = parent.querySelector(`:scope > [data-${name}="${CSS.escape(key)}"]`);
  if (node && node.dataset.signature !== signature) {
    const fresh = make();
    node.replaceWith(fresh);
    node = fresh;
  } else if (!node) {
    node = make();
    parent.insertBefore(node, before);
  }
  node.dataset[name] = key;
  node.dataset.signature = signature;
  return node;
}

function renderThread(box, thread) {
  const wanted = [...(thread.root ? [thread.root] : []), ...thread.answers];
  const ids = new Set(wanted.map(p => p.id));
  box.querySelectorAll(':scope > [data-post]').forEach(n => { if (!ids.has(n.dataset.post)) n.remove(); });
  const goneNote = box.querySelector(':scope > .gone');
  if (thread.root && goneNote) goneNote.remove();
  if (!thread.root && !goneNote) box.prepend(element('p', 'gone', t().gone));
  wanted.forEach((post, i) => {
    const signature = `${state.lang}|${post.text}|${post.edited}|${post.author.name}`;
    const following = wanted.slice(i + 1).map(p => box.querySelector(`:scope > [data-post="${CSS.escape(p.id)}"]`)).find(Boolean) || null;
    const fresh = !state.first && !state.known.has(post.id);
    const node = place(box, post.id, 'post', signature, () => postView(post, post.in_reply_to !== null), following);
    if (fresh) node.classList.add('fresh');
  });
}

function render() {
  const timeline = $('timeline');
  const all = threads();
  const ids = new Set(all.map(x => x.id));
  timeline.querySelectorAll(':scope > [data-thread]').forEach(n => { if (!ids.has(n.dataset.thread)) n.remove(); });
  let before = timeline.firstElementChild;
  for (const thread of all) {
    let box = timeline.querySelector(`:scope > [data-thread="${CSS.escape(thread.id)}"]`);
    if (!box) {
      box = element('div', 'card thread');
      box.dataset.thread = thread.id;
      timeline.insertBefore(box, before);
    }
    before = box.nextElementSibling;
    renderThread(box, thread);
  }
  $('empty').hidden = all.length > 0;
  $('number-posts').textContent = state.posts.length;
  $('number-answers').textContent = state.posts.filter(p => p.city && p.in_reply_to !== null).length;
  timeline.querySelectorAll('time').forEach(x => { x.textContent = ago(x.dateTime); });
}

function announce(posts) {
  const added = posts.filter(p => !state.known.has(p.id));
  if (!state.first && added.length > 0) {
    $('news').textContent = added.some(p => p.city) ? t().cityAnswered : t().arrived(added.length);
  }
}

function take(answer) {
  const cityBefore = state.city;
  state.city = answer.city;
  state.revision = String(answer.revision);
  if (state.city !== cityBefore) translate();
  if (answer.unchanged) return;
  state.cities = answer.cities || {};
  // The city's own first posts on Meta's networks are there to be commented on; alone they are no news.
  const answered = new Set(answer.posts.filter(p => p.in_reply_to !== null).map(p => p.thread));
  state.posts = answer.posts.filter(p => p.network === 'twitter' || p.in_reply_to !== null || !p.city || answered.has(p.thread));
  announce(state.posts);
  render();
  state.known = new Set(state.posts.map(p => p.id));
  state.first = false;
}

async function refresh() {
  try {
    const answer = await fetch('/_control/posts?limit=300&network=all&known=' + encodeURIComponent(state.revision));
    if (!answer.ok) throw new Error(String(answer.status));
    take(await answer.json());
    connected(true);
  } catch {
    connected(false);
  }
}

function connected(online) {
  state.online = online;
  $('live').classList.toggle('off', !online);
  $('live-text').textContent = online ? t().live : t().offline;
}

// Says what went wrong, or "" when it is posted.
async function publish(post) {
  const author = { name: $('name').value.trim(), handle: $('handle').value.trim().replace(/^@/, '') };
  if (!author.name || !author.handle) return t().needName;
  if (!post.text.trim()) return t().needText;
  remembered('name', author.name);
  remembered('handle', author.handle);
  const ending = NETWORKS[post.network || 'twitter'][2];
  if (!author.handle.includes('.')) author.handle += ending;
  try {
    const answer = await fetch('/_control/posts', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ author, ...post }),
    });
    if (!answer.ok) return t().failed + (await answer.json()).error;
  } catch {
    return t().failed + t().offline;
  }
  await refresh();
  return '';
}

async function submitPost(event) {
  event.preventDefault();
  const place = PLACES[Number($('place').value)];
  const post = { network: chosenNetwork(), text: $('text').value, media: $('photo').checked ? 1 : 0 };
  if (place) Object.assign(post, { lat: place[1], lon: place[2] });
  const problem = await publish(post);
  $('error').textContent = problem;
  if (problem) return;
  $('text').value = '';
  $('photo').checked = false;
  $('place').value = '';
  countDown();
}

function countDown() {
  const left = NETWORKS[chosenNetwork()][1] - [...$('text').value].length;
  $('count').textContent = left;
  $('count').classList.toggle('over', left < 0);
}

function fillPlaces() {
  const chosen = $('place').value;
  const none = element('option', '', t().nowhere);
  none.value = '';
  $('place').replaceChildren(none, ...PLACES.map(([name], i) => {
    const option = element('option', '', name);
    option.value = i;
    return option;
  }));
  $('place').value = chosen;
}

function fillNetworks() {
  $('network').replaceChildren(...Object.entries(NETWORKS).map(([key, [name]]) => {
    const option = element('option', '', name);
    option.value = key;
    return option;
  }));
  $('network').value = remembered('network') || 'twitter';
  if (!$('network').value) $('network').value = 'twitter';
}

function fillIdeas() {
  $('ideas').replaceChildren(...IDEAS.map(([lang, make]) => {
    const item = element('li');
    const button = element('button', '', make(cityHandle()));
    button.type = 'button';
    button.lang = lang;
    button.addEventListener('click', () => { $('text').value = make(cityHandle()); countDown(); $('text').focus(); });
    item.append(button);
    return item;
  }));
}

function translate() {
  document.documentElement.lang = state.lang;
  document.title = t().documentTitle;
  document.querySelectorAll('[data-text]').forEach(x => { x.textContent = t()[x.dataset.text]; });
  $('language').textContent = t().other;
  $('language').lang = t().otherLang;
  $('hint').textContent = t().hint(cityHandle());
  $('about-text').textContent = t().aboutText(state.city);
  connected(state.online);
  fillPlaces();
  fillIdeas();
  render();
}

function show(cityOnly) {
  state.cityOnly = cityOnly;
  $('show-all').setAttribute('aria-pressed', String(!cityOnly));
  $('show-city').setAttribute('aria-pressed', String(cityOnly));
  render();
}

function begin() {
  state.lang = remembered('language') || (navigator.language.startsWith('es') ? 'es' : 'en');
  if (!TEXTS[state.lang]) state.lang = 'en';
  $('name').value = remembered('name');
  $('handle').value = remembered('handle');
  $('name').addEventListener('input', () => { $('handle').value = handleFrom($('name').value); });
  fillNetworks();
  $('network').addEventListener('change', () => {
    remembered('network', chosenNetwork());
    countDown();
    translate();
  });
  $('text').addEventListener('input', countDown);
  $('compose').addEventListener('submit', submitPost);
  $('show-all').addEventListener('click', () => show(false));
  $('show-city').addEventListener('click', () => show(true));
  $('language').addEventListener('click', () => {
    state.lang = t().otherLang;
    remembered('language', state.lang);
    translate();
  });
  refresh().then(translate);
  setInterval(() => { if (!document.hidden) refresh(); }, 1000);
}

begin();
