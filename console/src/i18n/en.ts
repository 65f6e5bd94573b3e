export const en = {
  app: 'social311',
  skip: 'Skip to content',
  loading: 'Loading…',
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  more: 'Show more',
  nobody: 'Nobody',
  auto: 'Automatic',
  none: 'None',
  unknown: 'Unknown',
  and_more: 'and {{count}} more',
  sign: {
    in: 'Sign in', out: 'Sign out', name: 'Name', password: 'Password', for: 'Sign in for {{city}}', plain: 'Residents’ posts, cases and replies of your city',
    wrong: 'Name or password is wrong.', ended: 'Your session ended. Sign in again: your unsent texts are kept.', as: 'Signed in as {{name}}', working: 'Signing in…',
  },
  nav: { main: 'Screens', inbox: 'Inbox', review: 'Needs review', health: 'Health', palette: 'Commands', keys: 'Keyboard', account: 'Account of {{name}}', language: 'Español', languageTag: 'es' },
  live: { on: 'Live', off: 'Not live since {{time}}', offLong: 'Not live since {{time}}. What you see may be out of date; it comes back by itself.', starting: 'Connecting…', fresh_one: '{{count}} new case', fresh_other: '{{count}} new cases' },
  view: {
    title: 'Views', open: 'Open', mine: 'Mine', unassigned: 'Unassigned', emergency: 'Emergency', drafts: 'Drafts to approve', in_doubt: 'In doubt or failed', closed: 'Closed', all: 'All',
  },
  empty: {
    open: 'No open cases. A resident’s request opens one by itself.', mine: 'Nothing is assigned to you. Press A on a case to take it.', unassigned: 'Every open case has somebody.', emergency: 'No life-safety cases are open.',
    drafts: 'No reply waits for approval.', in_doubt: 'Every reply’s fate is known.', closed: 'No case has been closed yet.', all: 'No cases yet. The first request of a resident opens one.',
    search: 'Nothing matches “{{search}}”. A search looks at case numbers and the words of the first post.', review: 'No post waits for a look. Posts that the rules are unsure about appear here.',
    pick: 'Choose a case from the list', pickHint: 'J and K move, Enter opens, ? shows every key.', pickPost: 'Choose a post from the list',
  },
  list: {
    label: 'Cases', search: 'Search cases', searchHint: 'Number or words', shown_one: '{{count}} case', shown_other: '{{count}} cases', topic: 'Topic: {{topic}}', clearTopic: 'Show all topics',
    draft: 'Draft waits', doubt: 'In doubt', failed: 'Failed', assigned: 'With {{name}}', failedLoad: 'The list could not be loaded.',
  },
  status: { new: 'New', needs_info: 'Needs info', open: 'Open', with_agency: 'With agency', closed: 'Closed' },
  priority: { emergency: 'Emergency', urgent: 'Urgent', partner: 'Partner', normal: 'Normal' },
  kind: { receipt: 'Receipt', question: 'Question', emergency: 'Emergency text', answer: 'Answer', closing: 'Closing note', survey: 'Survey', handover: 'Handover', notice: 'Notice' },
  state: { draft: 'Draft', queued: 'Queued', sending: 'Sending', sent: 'Sent', in_doubt: 'In doubt', failed: 'Failed', withheld: 'Withheld' },
  stateHint: {
    draft: 'Waits for a person to approve it.', queued: 'Leaves in {{seconds}} s', queuedNow: 'Leaves now', sending: 'On its way to the network.', sent: 'Seen on the network.',
    in_doubt: 'The network’s answer was lost. It is being looked up before anything is sent again.', failed: 'The network refused it.', withheld: 'Taken back before it left.', person: 'Needs a person',
  },
  posted: { new: 'Not decided yet', ignored: 'Not a request', review: 'Needs review', case: 'In a case', own: 'City', deleted: 'Deleted' },
  due: { in: 'Due in {{span}}', over: 'Overdue by {{span}}', none: 'No deadline', done: 'Closed {{time}}', late: 'Closed {{span}} after the deadline', why: 'Why this time?' },
  clock: {
    opened: 'Opened {{time}}.', due: 'Due {{time}}.', business: 'The deadline counts only business hours and days of the division; nights, weekends and holidays do not count.', priority: 'Priority of this case: {{priority}}.',
    answered: 'First answered {{time}}.', unanswered: 'The resident has not been answered yet.', closed: 'Closed {{time}}.',
  },
  thread: {
    label: 'Case {{number}}', conversation: 'Conversation', why: 'Why this is a case', reasons: 'Why the rules say so', weights: 'Show weights', hideWeights: 'Hide weights', feature: 'Feature', weight: 'Weight', evidence: 'Words', score: 'Sum', rules: 'Rules {{version}}',
    probability: 'Request: {{percent}}', failedLoad: 'The case could not be loaded.', gone: 'There is no case {{number}}.', on: 'on {{network}}', original: 'Open on {{network}}', direct: 'Private message', legend: 'Marked words', noWords: 'No words were marked.',
    mark: { evidence: 'topic', place: 'place', private: 'personal data' }, hidden: 'hidden character {{name}}', closeCase: 'Close case', reopen: 'Reopen', facts: 'Facts', history: 'History', events_one: '{{count}} event', events_other: '{{count}} events', note: 'Internal note', by: 'by {{name}}', changed: 'Someone changed this case meanwhile. You see it as it is now; your text is kept.',
  },
  reply: {
    undo: 'Undo', approve: 'Approve', edit: 'Text to publish', withhold: 'Withhold', settleSent: 'It is there', settleQueue: 'It is not there: send again', remote: 'Id of the post found', lastError: 'Network said: {{error}}', leaves: 'Leaves at {{time}}', sentAt: 'Sent {{time}}',
    settleHelp: 'Look at the account on the network. Is this reply there?', lang: 'In {{language}}', withholdWhy: 'Withheld in the console by {{name}}', view: 'On the network: {{id}}',
  },
  compose: {
    tabs: 'Write', reply: 'Public reply', private: 'Private reply', note: 'Internal note', replyLabel: 'Reply to {{name}}', noteLabel: 'Note for colleagues', publish: 'Publish on {{network}} as @{{handle}}', publishPrivate: 'Send privately on {{network}} as @{{handle}}',
    everyone: 'Everyone can read this.', onlyResident: 'Only the resident can read this.', onlyStaff: 'Only colleagues can read this. It is never published.', saveNote: 'Save internal note', kind: 'Kind', answer: 'Answer', question: 'Question',
    preview: 'Will be published exactly like this', previewPrivate: 'Will be sent exactly like this', previewEmpty: 'Write to see what will be published.', count: '{{length}} of {{limit}} characters', tooLong: 'Too long by {{count}}.', cannot: 'A reply is not possible: {{reason}}', language: 'The resident’s language: {{language}}',
    undoHint: 'Waits {{seconds}} s; undo with Z.', draft: { clean: '', waiting: 'Draft not saved yet', saving: 'Saving draft…', saved: 'Draft saved', failed: 'Draft not saved: trying again' }, closed: 'This case is closed. Reopen it to reply.', checking: 'Counting…',
  },
  end: {
    title: 'Close case {{number}}', outcome: 'Outcome', outcomeHint: 'What was done, in words the resident understands.', tell: 'Tell the resident on {{network}} as @{{handle}}', cannotTell: 'The resident cannot be told: {{reason}}', submit: 'Close the case', submitTell: 'Close and publish on {{network}} as @{{handle}}', needed: 'Write the outcome first.',
  },
  facts: {
    label: 'Facts of the case', resident: 'Resident', handle: 'Handle', contacts_one: '{{count}} contact', contacts_other: '{{count}} contacts', about: 'Case', number: 'Number', status: 'Status', topic: 'Topic', agency: 'Agency', priority: 'Priority', deadline: 'Deadline', place: 'Place', language: 'Language', assignee: 'Assigned to',
    public: 'Public page', publicLink: 'Status page for the resident', incident: 'Part of incident', service: 'Service code', resolution: 'Outcome', change: 'Change', changeOf: 'Change: {{what}}', posts_one: '{{count}} post', posts_other: '{{count}} posts', noPlace: 'Not known yet', coordinates: 'Coordinates', neighborhood: 'Neighborhood', profile: 'Profile of {{name}}',
  },
  role: { viewer: 'Viewer', agent: 'Agent', approver: 'Approver', supervisor: 'Supervisor', admin: 'Administrator', auditor: 'Auditor' },
  place: { address: 'address', intersection: 'intersection', block: 'block', street: 'street', landmark: 'landmark', area: 'area', point: 'point' },
  pii: { phone: 'phone number', email: 'e-mail address', ssn: 'social security number', card: 'card number', plate: 'licence plate', address: 'home address' },
  review: {
    label: 'Posts to review', title: 'Needs review', count_one: '{{count}} post waits', count_other: '{{count}} posts wait', make: 'Make a case', as: 'As: {{topic}}', best: 'the classifier’s best topic', dismiss: 'Not a request', made: 'Case {{number}} opened.', dismissed: 'Set aside: not a request.', topic: 'Topic of the case', openCase: 'Open the case', failedLoad: 'The posts could not be loaded.',
  },
  health: {
    title: 'Health', refresh: 'Refresh', asOf: 'As of {{time}}', feeds: 'Feeds', account: 'Account', reads: 'Reads', complete: 'Read without gaps until', newest: 'Newest post', gaps: 'Gaps', state: 'State', fine: 'Reading', never: 'not yet', noGaps: 'No gaps', noFeeds: 'No account is read yet. Accounts stand in the configuration.',
    gap_one: '{{count}} gap being filled', gap_other: '{{count}} gaps being filled', behind: 'about {{posts}} posts', lost_one: '{{count}} range lost for good', lost_other: '{{count}} ranges lost for good', posts: 'Posts', replies: 'Replies', cases: 'Cases', watch: 'To watch', oldestNew: 'Oldest undecided post', oldestDoubt: 'Oldest reply in doubt', doubled: 'Doubled replies', dead: 'Set aside as unreadable', nothing: 'none',
    doubledWarn: 'A reply went out twice. That must never happen: tell the operators.', how: 'How is this counted?', howText: 'Posts, replies and cases are counted by state as they stand in the database now. “Read without gaps until” is the start of the last poll that was read to its end.', failedLoad: 'The state could not be loaded.', trouble: 'Trouble',
  },
  network: { twitter: 'X', facebook: 'Facebook', instagram: 'Instagram', bluesky: 'Bluesky', mastodon: 'Mastodon', import: 'import' },
  say: {
    queued: 'Reply queued: leaves at {{time}}.', noted: 'Note saved.', closed: 'Case {{number}} closed.', closedTell: 'Case {{number}} closed; the closing note leaves at {{time}}.', reopened: 'Case {{number}} reopened.', assigned: 'Assigned to {{name}}.', unassigned: 'Assigned to nobody.', status: 'Status: {{status}}.', routed: 'Topic: {{topic}}.', approved: 'Approved: leaves at {{time}}.', withheld: 'Withheld.', settled: 'Settled.', undone: 'Undone: {{label}}', nothing: 'Nothing to undo.', restored: 'Taken back. The text is in your draft again.',
    late: 'Too late to undo: it has left already.', reply: 'reply', close: 'closing', assign: 'assignment', approval: 'approval', dismissNotice: 'Dismiss message', copied: 'Copied.',
  },
  error: {
    unreachable: 'The server cannot be reached. Check the network; nothing you wrote is lost.', unavailable: 'The database is away for a moment. Try again shortly.', forbidden: 'Your role does not allow this.', 'not-found': 'It does not exist (any more).', changed: 'It changed meanwhile. Look again and repeat if it is still right.', closed: 'The case is closed.', invalid: 'Something in it is not right.', 'too-long': 'The text is too long for the network.', 'not-repliable': 'A reply is not possible here.', 'too-many': 'Too many attempts. Wait a moment.', 'signed-out': 'Your session ended. Sign in again.', unknown: 'That did not work. Try again; if it stays so, tell the operators.',
  },
  palette: { title: 'Commands', hint: 'Type a command', empty: 'No command matches.', assign: 'Assign to…', topic: 'Change topic…', status: 'Set status…', goto: 'Go to {{name}}', view: 'View: {{name}}', assignTo: 'Assign to {{name}}', assignMe: 'Assign to me', setStatus: 'Status: {{name}}', setTopic: 'Topic: {{name}}', filterTopic: 'Only topic: {{name}}', language: 'Cambiar a español' },
  keys: {
    title: 'Keyboard', on: 'Single keys are on', off: 'Keys work outside text fields. With single keys off, only Ctrl K stays.', toggle: 'Single-key shortcuts',
    next: 'Next in the list', previous: 'Previous in the list', open: 'Open', close: 'Close the case (done)', reply: 'Write a reply', note: 'Write an internal note', case: 'Make a case (in Needs review)', dismiss: 'Not a request (in Needs review)', assign: 'Assign', back: 'Back to the list', undo: 'Undo', search: 'Search', sheet: 'This sheet', palette: 'All commands', fresh: 'Show new cases', send: 'Publish or save what is being written',
  },
};
