#!/usr/bin/env node
// A resident of the test network, for tests in any language: makes accounts, posts, looks, deletes. Prints one JSON value.
//   resident.mjs [--pds URL] [--as HANDLE --password PASSWORD] COMMAND …
//     account NAME        a new account NAME.test, password included: {"did","handle","password"}
//     post JSON           {"text", "mentions":[handles], "links":[urls], "reply_to":uri, "quote":uri, "langs":[…], "created_at"}
//                         → {"uri","cid"}; a mention or link becomes a facet where it stands in the text
//     notifications       of the account, newest first
//     thread URI          {"uri","text","handle","replies":[…]}; {"gone":true} when it was deleted
//     delete URI          one of the account's own posts
//     search QUERY        posts that match
// PDS: --pds, else SOCIAL311_BSKY_PDS, else http://localhost:2583. Exit 0, or 1 with one line on stderr.
import { parseArgs } from 'node:util'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { pds: { type: 'string' }, as: { type: 'string' }, password: { type: 'string' } },
})
const pds = (options.pds ?? process.env.SOCIAL311_BSKY_PDS ?? 'http://localhost:2583').replace(/\/+$/, '')
const collection = 'app.bsky.feed.post'

class Refused extends Error {}

const call = async (method, nsid, { token, body, query } = {}) => {
  const address = `${pds}/xrpc/${nsid}${query ? '?' + new URLSearchParams(query) : ''}`
  const response = await fetch(address, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  const answer = text ? JSON.parse(text) : {}
  if (response.status !== 200) throw Object.assign(new Refused(`${nsid}: ${response.status} ${text}`), { answer })
  return answer
}

const signIn = async () => {
  if (!options.as || !options.password) throw new Refused('--as HANDLE and --password PASSWORD are needed')
  return call('POST', 'com.atproto.server.createSession', { body: { identifier: options.as, password: options.password } })
}

const account = async (name) => {
  const handle = `${name}.test`
  const password = `pw-${name}-311`
  const made = await call('POST', 'com.atproto.server.createAccount', { body: { handle, email: `${name}@example.com`, password } })
  return { did: made.did, handle, password }
}

// Facets count UTF-8 bytes.
const facet = (text, shown, feature) => {
  const at = text.indexOf(shown)
  if (at < 0) throw new Refused(`"${shown}" does not stand in the text`)
  const byteStart = Buffer.byteLength(text.slice(0, at))
  return { index: { byteStart, byteEnd: byteStart + Buffer.byteLength(shown) }, features: [feature] }
}

const facets = async (text, { mentions = [], links = [] }) => {
  const out = []
  for (const handle of mentions) {
    const { did } = await call('GET', 'com.atproto.identity.resolveHandle', { query: { handle } })
    out.push(facet(text, `@${handle}`, { $type: 'app.bsky.richtext.facet#mention', did }))
  }
  for (const uri of links) out.push(facet(text, uri, { $type: 'app.bsky.richtext.facet#link', uri }))
  return out
}

const record = async (uri) => {
  const [repo, , rkey] = uri.slice('at://'.length).split('/')
  const { cid, value } = await call('GET', 'com.atproto.repo.getRecord', { query: { repo, collection, rkey } })
  return { uri, cid, value }
}

const post = async (wish) => {
  const session = await signIn()
  const out = { $type: collection, text: wish.text, langs: wish.langs ?? ['en'], createdAt: wish.created_at ?? new Date().toISOString() }
  const found = await facets(wish.text, wish)
  if (found.length) out.facets = found
  if (wish.reply_to) {
    const { uri, cid, value } = await record(wish.reply_to)
    out.reply = { root: value.reply?.root ?? { uri, cid }, parent: { uri, cid } }
  }
  if (wish.quote) {
    const { uri, cid } = await record(wish.quote)
    out.embed = { $type: 'app.bsky.embed.record', record: { uri, cid } }
  }
  const made = await call('POST', 'com.atproto.repo.createRecord', { token: session.accessJwt, body: { repo: session.did, collection, record: out } })
  return { uri: made.uri, cid: made.cid }
}

const notifications = async () => {
  const { accessJwt } = await signIn()
  const answer = await call('GET', 'app.bsky.notification.listNotifications', { token: accessJwt, query: { limit: '100', priority: 'false' } })
  return answer.notifications.map((n) => ({ uri: n.uri, reason: n.reason, text: n.record.text, handle: n.author.handle, indexed_at: n.indexedAt }))
}

const shown = (node) => ({
  uri: node.post.uri,
  text: node.post.record.text,
  handle: node.post.author.handle,
  facets: node.post.record.facets ?? [],
  reply: node.post.record.reply ?? null,
  replies: (node.replies ?? []).filter((reply) => reply.post).map(shown),
})

const thread = async (uri) => {
  const { accessJwt } = await signIn()
  try {
    const answer = await call('GET', 'app.bsky.feed.getPostThread', { token: accessJwt, query: { uri, depth: '10' } })
    return answer.thread.post ? shown(answer.thread) : { gone: true }
  } catch (error) {
    if (error.answer?.error === 'NotFound') return { gone: true }
    throw error
  }
}

const remove = async (uri) => {
  const session = await signIn()
  const rkey = uri.split('/').at(-1)
  await call('POST', 'com.atproto.repo.deleteRecord', { token: session.accessJwt, body: { repo: session.did, collection, rkey } })
  return { deleted: uri }
}

const search = async (q) => {
  const { accessJwt } = await signIn()
  const { posts } = await call('GET', 'app.bsky.feed.searchPosts', { token: accessJwt, query: { q, sort: 'latest', limit: '100' } })
  return posts.map((p) => ({ uri: p.uri, text: p.record.text, handle: p.author.handle }))
}

const commands = { account, post: (json) => post(JSON.parse(json)), notifications, thread, delete: remove, search }
const [name, argument] = positionals
const command = commands[name]
if (!command) {
  console.error(`resident: unknown command; known are: ${Object.keys(commands).join(', ')}`)
  process.exit(1)
}
try {
  console.log(JSON.stringify(await command(argument)))
} catch (error) {
  console.error(`resident: ${error.message}`)
  process.exit(1)
}
