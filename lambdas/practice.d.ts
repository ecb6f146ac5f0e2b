/** Parts of the practice's configuration, compiled into the bundles that import them. */
declare module 'practice:identity' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/practice/practice.ts').Practice
  >;
  export default part;
}
declare module 'practice:staff' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/practice/practice.ts').Staff
  >;
  export default part;
}
declare module 'practice:sources' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/practice/source.ts').Sources
  >;
  export default part;
}
declare module 'practice:escalation' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/escalation/policy.ts').EscalationRules
  >;
  export default part;
}
declare module 'practice:care-templates' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/message/templates.ts').Templates
  >;
  export default part;
}
declare module 'practice:reply-templates' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/message/templates.ts').Templates
  >;
  export default part;
}
declare module 'practice:form-templates' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/message/templates.ts').Templates
  >;
  export default part;
}
declare module 'practice:staff-templates' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/message/templates.ts').Templates
  >;
  export default part;
}
declare module 'practice:recall-templates' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/message/recall-words.ts').RecallWords
  >;
  export default part;
}
/** practice/templates/recall-layout.mjml, compiled to HTML that still has its variables. */
declare module 'practice:recall-layout' {
  const part: import('../domain/practice/practice.ts').Compiled<string>;
  export default part;
}
declare module 'practice:recall' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/recall/recall-rules.ts').RecallRules
  >;
  export default part;
}
declare module 'practice:treatments' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/recall/recall-rules.ts').Treatments
  >;
  export default part;
}
declare module 'practice:red-flags' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/red-flag/red-flag-rules.ts').CompiledRedFlags
  >;
  export default part;
}
declare module 'practice:law' {
  const part: import('../domain/practice/practice.ts').Compiled<import('../domain/consent/law.ts').Law>;
  export default part;
}
declare module 'practice:law-dates' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/consent/law-dates.ts').LawDates
  >;
  export default part;
}
declare module 'practice:revealing-words' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/message/revealing-words.ts').RevealingWords
  >;
  export default part;
}
declare module 'practice:revocation' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/consent/revocation-rules.ts').CompiledRevocation
  >;
  export default part;
}
declare module 'practice:education' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/message/education.ts').Education
  >;
  export default part;
}
/** The version of every part, by its name. */
declare module 'practice:versions' {
  const part: import('../domain/practice/practice.ts').Compiled<
    import('../domain/audit/configuration.ts').Versions
  >;
  export default part;
}
