import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { seen } from '../../../domain/inquiry/action.ts';
import { cannedReplies } from '../../../domain/message/canned-replies.ts';
import { action, type InquiryPorts, inquiriesPath as path } from '../inquiry-access.ts';
import { detail, etag, summary } from '../inquiry-view.ts';
import { type Operation, operation } from '../operation.ts';
import { InquiryDetail, InquirySummary, pageOf, paging } from '../schemas.ts';

/** Inquiries as staff read them, with the files that came and words to begin an answer from. */
export function inquiryReading(ports: InquiryPorts): readonly Operation[] {
  return [
    operation({
      id: 'listInquiries',
      method: 'GET',
      path,
      summary: 'Inquiries at your locations: open ones by deadline, others newest first',
      query: z.object({
        status: z.optional(
          z.enum(['new', 'acknowledged', 'claimed', 'answered', 'waiting-on-patient', 'closed']),
        ),
        ...paging,
      }),
      success: { status: 200, schema: pageOf(InquirySummary) },
      run: async ({ member, query }) => {
        const page = await ports.inquiries.list({ ...query, locations: member.locations });
        return { body: { ...page, items: page.items.map(summary) } };
      },
    }),
    operation({
      id: 'getInquiry',
      method: 'GET',
      path: `${path}/{id}`,
      summary: 'One inquiry with its messages, its timeline, and who was told what, when and how that ended',
      success: { status: 200, schema: InquiryDetail },
      run: async (call) => {
        const { id } = await seen(ports, action(call));
        const file = await ports.inquiries.file(id);
        if (!file) throw new DomainError('not-found', 'There is no such inquiry at your locations.');
        return { body: detail(file, call.now), headers: etag(file.inquiry) };
      },
    }),
    operation({
      id: 'getAttachment',
      method: 'GET',
      path: `${path}/{id}/messages/{message}/attachments/{index}`,
      summary: 'A link to a file that came with a message; it works for five minutes',
      success: { status: 200, schema: z.object({ url: z.string(), seconds: z.int(), name: z.string() }) },
      run: async (call) => {
        const { id } = await seen(ports, action(call));
        const { message = '', index = '' } = call.parameters;
        const found = await ports.inquiries.findMessage(id, message);
        const file = found?.attachments?.[Number(index)];
        if (!file) throw new DomainError('not-found', 'There is no such file in this inquiry.');
        return { body: { ...(await ports.files.link(file.key, file.name)), name: file.name } };
      },
    }),
    operation({
      id: 'listCannedReplies',
      method: 'GET',
      path: `${path}/{id}/canned-replies`,
      summary: 'The practice’s canned replies, filled in for this inquiry in its language, to begin from',
      success: {
        status: 200,
        schema: z.object({ items: z.array(z.object({ name: z.string(), text: z.string() })) }),
      },
      run: async (call) => {
        const inquiry = await seen(ports, action(call));
        return { body: { items: cannedReplies(inquiry, ports.replyTemplates, ports.practice, call.now) } };
      },
    }),
  ];
}
