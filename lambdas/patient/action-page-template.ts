/** Write the answer; on the first screen as one line, open where words are there already. */
const reply = `{% for line in refusals %}<p class="care"><strong>{{ line }}</strong></p>{% endfor %}{% if replyBy %}<details class="act"{% if replying %} open{% endif %}><summary>Answer by {{ replyBy }}</summary><form method="post">
  <input type="hidden" name="act" value="reply"><input type="hidden" name="seen" value="{{ seen }}">
  <label for="text">Reply by {{ replyBy }}</label>
  <textarea id="text" name="text" rows="5" required maxlength="10000">{{ draft }}</textarea>
  {% if choose %}<label><input type="checkbox" name="channel" value="{{ choose }}" required> Send it there, although somebody called from the number, and nobody knows that both are the same person</label>{% endif %}
  <label><input type="checkbox" name="waiting" value="1"> It asks something: wait for the patient's answer</label>
  {% if other %}<input type="hidden" name="channel" value="{{ other }}">{% endif %}
  {% if asLink %}<p class="fine">The mail has only a link to their own page, where these words stand: nobody has warned this patient that mail is not encrypted.</p>{% endif %}
  <button class="main">Send the reply</button>
</form>{% if canned.length > 0 %}<form method="get">
  <label for="from">Begin from a canned reply</label>
  <select id="from" name="from">{% for one in canned %}<option value="{{ one.name }}">{{ one.title }}</option>{% endfor %}</select>
  <button>Put it above</button>
</form>{% endif %}</details>{% endif %}`;

/** What to do now, for whoever has a telephone in one hand: who, since when, their newest words, and call, claim, answer. */
const now = `<section{% if urgent %} class="urgent"{% endif %}>
  {% if urgent %}<p><strong>Urgent {{ level }}: a clinician must contact this patient.</strong></p>{% endif %}
  <p class="facts"><strong class="name">{{ name }}</strong> {{ channel }}, {{ location }}<br>Waiting {{ waiting }}, promised by {{ by }}: {{ state }}{% if until %}<br>Answer here {{ until }}{% endif %}</p>
  {% if newest %}<blockquote class="newest">{{ newest }}</blockquote>{% endif %}
  {% if unreached %}<p class="care" role="alert"><strong>Call the patient now: {% if unreached == 'safety' %}the safety reply{% elsif unreached == 'delay' %}the word of the delay{% else %}the acknowledgement{% endif %} did not arrive.</strong>{% if unreached != 'safety' %} Or answer by another channel.{% endif %}</p>{% endif %}
  {% if minor %}<p class="care"><strong>{{ minor }}</strong></p>{% endif %}
  <div class="acts">{% if phone %}<a class="call" href="tel:{{ phoneLink }}">Call {{ phone }}</a>{% endif %}
  {% if open %}<form method="post"><input type="hidden" name="seen" value="{{ seen }}">{% if mine %}<button name="act" value="release">Give it back</button>{% else %}<button name="act" value="claim">I answer this one</button>{% endif %}</form>{% endif %}</div>
  {% if open %}${reply}{% endif %}
  {% for line in care %}<p class="care"><strong>{{ line }}</strong></p>{% endfor %}
  {% if open or owed %}<details class="act"{% if mine or owed %} open{% endif %}><summary>I called the patient</summary><form method="post" class="acts"><input type="hidden" name="seen" value="{{ seen }}">
    <button name="act" value="call-reached">Reached</button><button name="act" value="call-voicemail">Voicemail</button><button name="act" value="call-no-answer">No answer</button><button name="act" value="call-wrong-number">Wrong number</button>
  </form></details>{% else %}<p>Nothing is left to do here. If the patient writes again, you will be told.</p>{% endif %}
</section>`;

const welfareForm = `<form method="post"><input type="hidden" name="act" value="welfare-check"><input type="hidden" name="seen" value="{{ seen }}">
  <p>{% if welfare.asked %}<strong>The patient has not been reached. Decide on a welfare check.</strong>{% else %}Is a welfare check needed?{% endif %}{% if welfare.calls > 0 %} Calls without reaching them: {{ welfare.calls }}.{% endif %}{% if welfare.decided %} Decided so far: {{ welfare.decided }}.{% endif %}</p>
  <label for="why-welfare">Why (kept with your name)</label><input id="why-welfare" name="why" required maxlength="500">
  <button name="decision" value="requested">A welfare check is requested</button><button name="decision" value="not-needed">None is needed</button>
</form>`;

/** What a clinician reads before the call: open where it is, as it is short and decides what is said. */
const beforeCall = `{% if physician %}<details open><summary>Before you call</summary>
  {% if physician.rules.length > 0 %}<p>Recognised in their words:</p><ul>{% for rule in physician.rules %}<li>{{ rule }}</li>{% endfor %}</ul>{% endif %}
  {% if physician.unread %}<p><strong>What the records say could not be read just now: open the patient's record yourself.</strong></p>
  {% elsif physician.signIn %}<p>This link shows what the records say for a day after its alert: open the newest alert, or sign in.</p>
  {% elsif physician.people.length == 0 %}<p>No record is known by this address: ask when they were treated, and with what.</p>{% endif %}
  {% for person in physician.people %}<h3>{{ person.name }}</h3>
  {% if person.relation %}<p>Their {{ person.relation }} writes for them.</p>{% endif %}
  {% if person.call %}<p><a class="call" href="tel:{{ person.call.link }}">Call {{ person.call.text }}</a> (the number on record)</p>{% endif %}
  <dl>
    {% if person.heldBack %}<dt>Treated</dt><dd>shown once somebody answers this one: nobody has proved to have the address that was typed</dd>{% else %}<dt>Now</dt><dd>{{ person.window }}</dd>
    <dt>Treated</dt>{% for one in person.treatments %}<dd>{{ one }}</dd>{% else %}<dd>no treatment on record</dd>{% endfor %}{% endif %}
    {% if person.nervous %}<dt>Nervous</dt><dd>yes: explain each step, invite questions</dd>{% endif %}
    {% for one in person.support %}<dt>May ask for them</dt><dd>{{ one.name }} ({{ one.relation }}){% if one.call %} <a href="tel:{{ one.call.link }}">{{ one.call.text }}</a>{% endif %}</dd>{% endfor %}
  </dl>{% endfor %}
  {% if physician.people.length > 1 %}<p>Several people share this address: ask who is speaking before you name anything.</p>{% endif %}
</details>{% endif %}`;

const doctor = `{% if context %}<details{% if isPhysician %} open{% endif %}><summary>Waits for the doctor</summary>
  {% for line in context %}<p>{{ line }}</p>{% endfor %}
  {% if offer %}<form method="post"><input type="hidden" name="seen" value="{{ seen }}"><button name="act" value="triage-call">A triage call was offered</button> (beside the physician, who is told all the same)</form>{% endif %}
</details>{% endif %}`;

const said = `<details><summary>What was said ({{ messages.length }})</summary>
  {% if review %}<p>Heard could not read this request, or holds it for a person; below is what arrived. ({{ review }})</p>{% endif %}
  {% for message in messages %}<p>{{ message.who }}, {{ message.when }}</p><blockquote{% if message.ours %} class="ours"{% endif %}>{{ message.text }}</blockquote>{% for line in message.lines %}<p>{{ line }}</p>{% endfor %}{% if message.below %}<details><summary>What stands below in their mail</summary><blockquote>{{ message.below }}</blockquote></details>{% endif %}{% endfor %}
</details>`;

/** Who was told what, when, and how it ended (R61): for clinicians, folded. */
const told = `{% if told %}<details><summary>Who was told, and what was done</summary>
  {% if told.earlier > 0 %}<p>{{ told.earlier }} earlier lines stand in the inquiry itself.</p>{% endif %}
  <ol class="fine">{% for line in told.lines %}<li>{{ line.at }}: {{ line.text }}</li>{% endfor %}</ol>
</details>{% endif %}`;

/** Most of what is held is nobody's: one tap, and it can be undone. */
const nobodys = `{% if review and open %}{% unless outcomes %}<form method="post"><input type="hidden" name="act" value="close"><input type="hidden" name="seen" value="{{ seen }}"><button name="reason" value="not-an-inquiry">Not a patient: close it</button></form>{% endunless %}{% endif %}`;

const closing = `{% if open %}<details><summary>Hand it over, or close it</summary><form method="post"><input type="hidden" name="seen" value="{{ seen }}">
  <button name="act" value="physician">Hand it to the physician</button>
</form>
{% unless outcomes %}<form method="post"><input type="hidden" name="act" value="close"><input type="hidden" name="seen" value="{{ seen }}">
  <label for="reason">No answer needed, because</label>
  <select id="reason" name="reason" required><option value="">Choose a reason</option><option value="not-an-inquiry">it is not an inquiry</option><option value="no-answer-needed">the patient needs no answer</option><option value="booked">the patient has booked</option><option value="duplicate">it is answered elsewhere</option><option value="clinically-resolved">it is clinically resolved</option></select>
  <button>Close it</button>
</form>{% endunless %}</details>
{% if welfare and welfare.asked == false %}<details><summary>Welfare check</summary>${welfareForm}</details>{% endif %}
{% if lower %}<details><summary>Lower the level</summary><form method="post"><input type="hidden" name="act" value="lower"><input type="hidden" name="seen" value="{{ seen }}">
  <label for="level">It is {{ level }}; I find it less urgent:</label>
  <select id="level" name="level" required><option value="">Choose a level</option>{% for one in lower %}<option value="{{ one.level }}">{{ one.level }}: {{ one.means }}</option>{% endfor %}</select>
  <label for="why">Why (kept with your name)</label><input id="why" name="why" required maxlength="500">
  <button>Lower the level</button>
</form></details>{% endif %}{% endif %}
{% if outcomes %}{% if clinician %}<details{% unless open %} open{% endunless %}><summary>The emergency has ended</summary><form method="post"><input type="hidden" name="act" value="close"><input type="hidden" name="reason" value="clinically-resolved"><input type="hidden" name="seen" value="{{ seen }}">
  <label for="outcome">The emergency has ended:</label>
  <select id="outcome" name="outcome" required><option value="">Choose an outcome</option>{% for one in outcomes %}<option value="{{ one.name }}">{{ one.title }}</option>{% endfor %}</select>
  <label for="note">Note (optional)</label><input id="note" name="note" maxlength="500">
  <button>Close it</button>
</form></details>{% else %}<p class="fine">Only a clinician closes an emergency, and says how it ended.</p>{% endif %}{% endif %}`;

/** What else waits at the location: a member who has this page open sees it without asking. */
const tasks = `{% if tasks %}<details><summary>Call tasks: {{ tasks.open }} open{% if tasks.late > 0 %}, {{ tasks.late }} since an earlier day{% endif %}</summary>
  <ul>{% for one in tasks.shown %}<li>{% if one.late %}<strong>{{ one.dueOn }}</strong>{% else %}{{ one.dueOn }}{% endif %}: {{ one.why }} ({{ one.assignee }})</li>{% endfor %}</ul>
  <p>The oldest come first. The list of tasks has all of them, with what to say.</p>
</details>{% endif %}`;

/**
 * The page behind the link of an alert, in Liquid; every output is escaped. What is not there is null, for an empty text is true. What to do now stands on
 * the first screen of a telephone; all else is folded.
 */
export const actionPageTemplate = `
<h1>{{ headline }}</h1>
{% if notice %}<section class="note" role="status"><strong>{{ notice }}</strong></section>{% endif %}
{% if undo %}<section><form method="post"><input type="hidden" name="seen" value="{{ seen }}"><button name="act" value="undo">Undo {{ undo }}</button> (for ten seconds)</form></section>{% endif %}
{% if problem %}<section class="problem" role="alert"><strong>{{ problem }}</strong></section>{% endif %}
${now}
{% if welfare and welfare.asked %}<section class="urgent">${welfareForm}</section>{% endif %}
${beforeCall}
${doctor}
${nobodys}
${said}
${told}
${closing}
${tasks}
{% if unapproved %}<p class="fine">No medical director has approved the red-flag rules yet. They work; read every message yourself.</p>{% endif %}`;
