/** The languages of the interface. French first; English complete. */
export type Language = 'fr' | 'en';

export const LANGUAGES: readonly Language[] = ['fr', 'en'];

/** The `Intl` locale behind each language. */
export const LOCALE_OF: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };
