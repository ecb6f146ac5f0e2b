import type { LocalRun, Outgoing } from './local-run.ts';
import { type FormAnswers, typeformRequest, typeformSecret } from './typeform.ts';

export interface InquiryView {
  readonly id: string;
  readonly channel: string;
  readonly source: string;
  readonly language: string;
  readonly status: string;
  readonly level: string;
  readonly priority: string;
  readonly step: string | null;
  readonly claimedBy: string | null;
  readonly review: string | null;
  readonly undelivered: { readonly kind: string; readonly at: string } | null;
  readonly version: number;
  readonly messageCount: number;
  readonly receivedAt: string;
  readonly acknowledgedAt: string | null;
  readonly respondedAt: string | null;
  readonly closedAt: string | null;
  readonly closeReason: string | null;
  readonly deadline: string;
  readonly contact: Readonly<Record<string, string | null>>;
  readonly messages: readonly {
    readonly text: string;
    readonly direction: string;
    readonly state: string;
    readonly from: Readonly<Record<string, unknown>> | null;
  }[];
  readonly events: readonly { readonly what: string; readonly actor: string }[];
}

/** What journeys do over and over, in the words of the people who do it. */
export function practiceAt(local: LocalRun) {
  const jsonOf = async <T>(reply: Promise<Response>): Promise<T> => (await reply).json() as Promise<T>;
  return {
    giveSecret: async (
      source = 'src_typeform',
      secret = typeformSecret,
      purpose = 'verification',
    ): Promise<number> =>
      (
        await local.as('manager', `/v1/sources/${source}/secret`, {
          method: 'PUT',
          body: JSON.stringify({ secret, purpose }),
        })
      ).status,
    /** Makes this PEM the one that AWS serves at a URL. */
    trust: async (url: string, pem: string): Promise<void> => {
      const body = JSON.stringify({ file: new URL(url).pathname.slice(1), pem });
      await local.call('/_local/certificates', { method: 'PUT', body });
    },
    patientWrites: async (
      message: string,
      token: string,
      changes: Partial<FormAnswers> = {},
    ): Promise<number> => {
      const form = { name: 'Rowan Ellery', email: 'rowan.ellery@example.com', message, token, ...changes };
      const { status } = await local.call('/v1/hooks/src_typeform', typeformRequest(form));
      await local.advance(0);
      return status;
    },
    inquiries: async (): Promise<readonly InquiryView[]> =>
      (await jsonOf<{ items: InquiryView[] }>(local.as('manager', '/v1/inquiries'))).items,
    inquiry: (id: string): Promise<InquiryView> => jsonOf(local.as('manager', `/v1/inquiries/${id}`)),
    /** Somebody acts on an inquiry as they see it now, or as `headers` say that they saw it. */
    act: async (
      role: string,
      id: string,
      action: string,
      body?: object,
      headers: Record<string, string> = {},
    ) => {
      const seen: Record<string, string> = {};
      if ((action === 'claim' || action === 'close') && !headers['if-match']) {
        const { version } = await jsonOf<InquiryView>(local.as('manager', `/v1/inquiries/${id}`));
        seen['if-match'] = `"${version}"`;
      }
      return local.as(role, `/v1/inquiries/${id}/${action}`, {
        method: 'POST',
        headers: { ...seen, ...headers },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    },
    sentTo: async (audience: string): Promise<readonly Outgoing[]> =>
      (await local.outbox()).filter((message) => message.audience === audience),
    faults: async (rules: readonly object[]) =>
      local.call('/_local/faults', { method: 'PUT', body: JSON.stringify(rules) }),
    calls: () =>
      local.json<{
        calls: { caller: string; service: string; operation: string; resource: string }[];
        invocations: string[];
        unmet: object[];
      }>('/_local/faults'),
  };
}
