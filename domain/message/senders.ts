/** What a channel said of one send. A throw means that the outcome is unknown. */
export type SendOutcome =
  | { readonly state: 'accepted'; readonly providerId: string }
  | {
      readonly state: 'refused';
      readonly reason: string;
      /** The channel took it for too much at once: the same message may be sent later. */
      readonly throttled?: true;
    };

/** Ids that go with a message as tags, never as content. */
export interface About {
  readonly audience: 'patient' | 'staff' | 'system';
  readonly kind: string;
  readonly inquiryId?: string;
  readonly messageId?: string;
  readonly staffId?: string;
  readonly patientId?: string;
  readonly touchId?: string;
  /** Round of an alert to staff: with kind and member it names the one notice that the message is. */
  readonly round?: string;
}

export interface Mail {
  /** `care` and `marketing` leave by configuration sets and From addresses of their own (R21). */
  readonly stream: 'care' | 'marketing';
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where an answer goes; the practice's own address without it. */
  readonly replyTo?: string;
  readonly about: About;
}

/** E-mail. One recipient a message (R37); sends once, never retries by itself. */
export interface Mailer {
  send(mail: Mail): Promise<SendOutcome>;
}

export interface Text {
  /** Each leaves by the number that is registered for it; `safety` by one that no opt-out ever stops (R12, R42). */
  readonly stream: 'care' | 'marketing' | 'safety';
  /** E.164. */
  readonly to: string;
  readonly text: string;
  readonly about: About;
}

/** Text messages. Sends once, never retries by itself. */
export interface Texter {
  send(text: Text): Promise<SendOutcome>;
}

export interface Chat {
  readonly channel: 'messenger' | 'instagram' | 'whatsapp';
  /** The page's or number's id of the person, and the page or number itself. */
  readonly person: string;
  readonly page: string;
  /** The source whose token may write there. */
  readonly source: string;
  readonly text: string;
  /** `window`: within 24 hours of the person's last message (R47); `human-agent`: a person of the staff, within seven days (R48). */
  readonly within: 'window' | 'human-agent';
  readonly about: About;
}

/** Messages to a person on Messenger, Instagram or WhatsApp. Sends once, never retries by itself. */
export interface Chatter {
  send(chat: Chat): Promise<SendOutcome>;
}

/** Every way to a patient that the practice has set up. */
export interface PatientSenders {
  readonly mailer: Mailer;
  /** Absent where the practice has no texts. */
  readonly texter?: Texter;
  /** Absent where the practice answers on no social channel. */
  readonly chatter?: Chatter;
}

/** Pager topics; a page says that there is a case and never what. */
export interface Pager {
  page(
    topicArn: string,
    page: { readonly inquiryId: string; readonly level: string; readonly about: About },
  ): Promise<SendOutcome>;
}

/** A voice call to a member of the staff. It says that there is a case and never what; pressing 1 claims it. */
export interface Call {
  /** E.164. */
  readonly to: string;
  readonly words: string;
  readonly language: 'en' | 'es';
  /** With what pressing 1 claims the inquiry for whoever is called. */
  readonly claim: string;
  readonly about: About;
}

/** Voice calls to staff. Sends once, never retries by itself. */
export interface Caller {
  call(call: Call): Promise<SendOutcome>;
}
