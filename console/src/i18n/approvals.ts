// The words of screens/Approvals.tsx and of what waits for a second person. Spanish is a file of its own: it travels to those who read it.
export const approvalsEn = {
  approvals: {
    title: 'To approve', yours: 'Your texts', everyones: 'All that wait', which: 'Whose texts', label: 'Replies that wait for a second person', labelYours: 'Texts you put up that have not been approved', failedLoad: 'What waits could not be loaded.',
    none: 'No reply waits for a second person.', noneYours: 'None of your texts waits for approval.', forYou_one: '{{count}} waits for you', forYou_other: '{{count}} wait for you', sentBackCount_one: '{{count}} sent back to you', sentBackCount_other: '{{count}} sent back to you',
    waits: 'Waits for approval', sentBack: 'Sent back', since: 'since', askedBy: 'put up by {{name}}', wrote: 'written by {{name}}', machine: 'the machine', policy: 'Policy: {{name}}', caseOf: 'Case {{number}}', resident: 'The resident wrote', text: 'Would be published', topicOf: 'Hot topic',
    approve: 'Approve', approveOf: 'Approve: the text of {{name}}', back: 'Send back', backOf: 'Send back: the text of {{name}}', backWhy: 'What should change', backSend: 'Send it back', withdraw: 'Withdraw', again: 'Ask again', change: 'Change the text and ask again',
    backReason: '{{name}} sent it back: {{why}}', approvedBy: 'Approved by {{name}}.', hint: 'Policy “{{policy}}”: it leaves after somebody else has approved it.', ask: 'Ask for approval', askClose: 'Close and ask for approval', closeHint: 'Policy “{{policy}}”: the case closes now; the resident is told after somebody else has approved the note.',
    said: { waits: 'It waits for approval by a second person.', closed: 'Case {{number}} closed; the closing note waits for approval by a second person.', approved: 'Approved: leaves at {{time}}.', back: 'Sent back to {{name}}.' },
  },
};
