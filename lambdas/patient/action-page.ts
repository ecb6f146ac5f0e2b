import { isRedFlag } from '../../domain/escalation/choose-policy.ts';
import { nothingLeft } from '../../domain/escalation/plan.ts';
import type { Inquiry, InquiryFile, InquiryMessage } from '../../domain/inquiry/inquiry.ts';
import { byWhen, howLong } from '../../domain/message/by-when.ts';
import { waysTo } from '../../domain/message/patient-ways.ts';
import { phoneText } from '../../domain/message/phone-text.ts';
import { replyWindow } from '../../domain/message/reply-window.ts';
import { locationOf, type Practice, type StaffMember } from '../../domain/practice/practice.ts';
import type { HttpReply } from '../kit/http.ts';
import { page } from './page.ts';

export interface ActionPageContent {
  readonly file: InquiryFile;
  readonly member: StaffMember;
  readonly practice: Practice;
  /** ISO instant. */
  readonly now: string;
  /** Nobody has approved the red-flag rules that judged this. */
  readonly unapproved?: boolean;
  readonly notice?: string | undefined;
  readonly problem?: string | undefined;
  /** Canned replies to begin from. */
  readonly canned?: readonly { readonly name: string; readonly text: string }[];
  /** Words that were not sent, kept for another try. */
  readonly draft?: string | undefined;
}

const template = `
<h1>{{ headline }}</h1>
{% if notice %}<section class="note" role="status"><strong>{{ notice }}</strong></section>{% endif %}
{% if problem %}<section class="problem" role="alert"><strong>{{ problem }}</strong></section>{% endif %}
{% if unapproved %}<section class="problem"><p>No medical director has approved the red-flag rules yet. They work; read every message yourself.</p></section>{% endif %}
<section{% if urgent %} class="urgent"{% endif %}>
  {% if urgent %}<p><strong>Urgent {{ level }}: a clinician must contact this patient.</strong></p>{% endif %}
  <dl>
    <dt>Patient</dt><dd>{{ name }}</dd>
    <dt>Came by</dt><dd>{{ channel }}, {{ location }}</dd>
    <dt>Waiting</dt><dd>{{ waiting }}</dd>
    <dt>Promised by</dt><dd>{{ by }}</dd>
    {% if until %}<dt>Answer here</dt><dd>{{ until }}</dd>{% endif %}
    <dt>Now</dt><dd>{{ state }}</dd>
  </dl>
  {% for line in care %}<p><strong>{{ line }}</strong></p>{% endfor %}
  {% if unreached %}<p><strong>What Heard sent the patient was not taken by any channel: please call.</strong></p>{% endif %}
  {% if phone %}<p><a class="call" href="tel:{{ phoneLink }}">Call {{ phone }}</a></p>{% endif %}
</section>
<h2>What was said</h2>
<section>
  {% if review %}<p>Heard could not read this request; below is what arrived. ({{ review }})</p>{% endif %}
  {% for message in messages %}<p>{{ message.who }}, {{ message.when }}</p><blockquote{% if message.ours %} class="ours"{% endif %}>{{ message.text }}</blockquote>{% for line in message.lines %}<p>{{ line }}</p>{% endfor %}{% endfor %}
</section>
{% if open %}
{% if replyBy %}<section><form method="post">
  <input type="hidden" name="act" value="reply"><input type="hidden" name="seen" value="{{ seen }}">
  <label for="text">Reply by {{ replyBy }}</label>
  <textarea id="text" name="text" rows="5" required maxlength="10000">{{ draft }}</textarea>
  <button class="main">Send the reply</button>
</form>{% if canned.length > 0 %}<form method="get">
  <label for="from">Begin from a canned reply</label>
  <select id="from" name="from">{% for one in canned %}<option value="{{ one.name }}">{{ one.title }}</option>{% endfor %}</select>
  <button>Put it above</button>
</form>{% endif %}</section>{% endif %}
<section><form method="post"><input type="hidden" name="seen" value="{{ seen }}">
  <p>I called the patient:</p>
  <button name="act" value="call-reached">Reached</button><button name="act" value="call-voicemail">Voicemail</button><button name="act" value="call-no-answer">No answer</button><button name="act" value="call-wrong-number">Wrong number</button>
</form></section>
<section><form method="post"><input type="hidden" name="seen" value="{{ seen }}">
  {% if mine %}<button name="act" value="release">Give it back</button>{% else %}<button name="act" value="claim">I answer this one</button>{% endif %}
  <button name="act" value="physician">Hand it to the physician</button>
</form></section>
<section><form method="post"><input type="hidden" name="act" value="close"><input type="hidden" name="seen" value="{{ seen }}">
  <label for="reason">No answer needed, because</label>
  <select id="reason" name="reason" required><option value="">Choose a reason</option><option value="not-an-inquiry">it is not an inquiry</option><option value="no-answer-needed">the patient needs no answer</option><option value="booked">the patient has booked</option><option value="duplicate">it is answered elsewhere</option><option value="clinically-resolved">it is clinically resolved</option></select>
  <button>Close it</button>
</form></section>
{% else %}<p>Nothing is left to do here. If the patient writes again, you will be told.</p>{% endif %}`;

const wayNames = { messenger: 'Messenger', instagram: 'Instagram', whatsapp: 'WhatsApp' } as const;

/** How a reply would go, in words; null when only a call is left. */
function replyBy(inquiry: Inquiry, practice: Practice): string | null {
  const [way] = waysTo(inquiry.contact, inquiry.lastChannel ?? inquiry.channel, practice);
  if (!way) return null;
  if (way.channel === 'email') return `e-mail to ${way.to}`;
  return way.channel === 'sms' ? `text to ${phoneText(way.to, practice.country)}` : wayNames[way.channel];
}

/** How long a social channel still lets staff answer; null where there is no such clock. */
function untilText(inquiry: Inquiry, now: string): string | null {
  const window = replyWindow(inquiry.lastChannel ?? inquiry.channel, inquiry.lastMessageAt);
  if (!window) return null;
  return window.staffUntil > now
    ? `for ${howLong(now, window.staffUntil)} more`
    : 'no longer: call, or use another channel';
}

function careLines({ postTreatment, nervous, onBehalf }: Inquiry): readonly string[] {
  return [
    ...(postTreatment ? ['Somebody with this address was treated lately: a clinician answers.'] : []),
    ...(nervous
      ? ['Nervous: a person they know by name calls today, explains each step and invites questions.']
      : []),
    ...(onBehalf ? [`May ask for a patient: recorded as ${onBehalf}.`] : []),
  ];
}

const callTexts = {
  missed: 'Missed call',
  voicemail: 'Voicemail',
  reached: 'A call that was answered',
} as const;
const callText = ({ call }: InquiryMessage): string => (call ? callTexts[call.outcome] : '');

function linesOf({ details, call, attachments }: InquiryMessage): readonly string[] {
  return [
    ...Object.entries(details ?? {}).map(([label, text]) => `${label}: ${text}`),
    ...(call?.seconds === undefined ? [] : [`Lasted ${call.seconds} s`]),
    ...(call?.recording ? [`Recording: ${call.recording}`] : []),
    ...(attachments ?? []).map(({ name }) => `File: ${name || 'without a name'} (open it from the inquiry)`),
  ];
}

function state({ inquiry }: InquiryFile, member: StaffMember): string {
  if (inquiry.status === 'closed') return `closed (${inquiry.closeReason ?? 'no reason'})`;
  if (inquiry.claimedBy)
    return inquiry.claimedBy === member.id ? 'you have it' : `${inquiry.claimedBy} has it`;
  return inquiry.status === 'answered' ? 'answered' : 'nobody has it yet';
}

/** The page behind the link of an alert. Opening it changes nothing. */
export function actionPage(status: number, content: ActionPageContent): HttpReply {
  const { file, member, practice, now } = content;
  const { inquiry } = file;
  const location = locationOf(practice, inquiry.location);
  const zone = location.zone;
  const { name, phone } = inquiry.contact;
  const messages = file.messages.map((message) => ({
    text: message.text || callText(message),
    lines: linesOf(message),
    ours: message.direction === 'out',
    who: 'staff' in message.author ? `${message.author.staff} (${message.state})` : 'The patient',
    when: `${howLong(message.at, now)} ago`,
  }));
  return page(status, {
    language: 'en',
    title: 'An inquiry',
    template,
    // In Liquid an empty text is true; what is not there is null.
    values: {
      headline: `${practice.name}: somebody wrote`,
      notice: content.notice ?? null,
      problem: content.problem ?? null,
      draft: content.draft ?? '',
      canned: (content.canned ?? []).map(({ name }) => ({ name, title: name.replaceAll('-', ' ') })),
      care: careLines(inquiry),
      unapproved: content.unapproved ?? false,
      urgent: isRedFlag(inquiry.level),
      level: inquiry.level,
      name: name ?? 'not given',
      unreached: file.notices.some(
        ({ kind, state: sent }) => (kind === 'safety' || kind === 'acknowledgement') && sent === 'failed',
      ),
      replyBy: replyBy(inquiry, practice),
      until: untilText(inquiry, now),
      phone: phone ? phoneText(phone, practice.country) : null,
      phoneLink: phone ?? '',
      channel: inquiry.channel,
      location: location?.name ?? '',
      waiting: howLong(inquiry.receivedAt, now),
      by: byWhen(inquiry.deadline, now, zone, 'en'),
      state: state(file, member),
      review: inquiry.review ?? null,
      messages,
      open: !nothingLeft(inquiry),
      mine: inquiry.claimedBy === member.id,
      seen: inquiry.messageCount,
    },
  });
}
