// Finds what a person would: visible elements by role and name. Arguments: role, name (a part of it; null for any).
const [role, name] = arguments;
const ROLES = {
  button: 'button, [role=button]',
  link: 'a[href], [role=link]',
  heading: 'h1, h2, h3, h4, [role=heading]',
  textbox: 'input:not([type]), input[type=text], input[type=search], input[type=tel], input[type=password], textarea, [role=textbox], [role=searchbox]',
  combobox: 'select, [role=combobox], input[list]',
  option: 'option, [role=option]',
  label: 'label',
  radio: 'input[type=radio], [role=radio]',
  img: 'img, svg[role=img], canvas[role=img], [role=img]',
  status: '[role=status], output, [aria-live]',
  alert: '[role=alert]',
  region: 'section, [role=region]',
  article: 'article, [role=article]',
  listitem: 'li, [role=listitem]',
  dialog: 'dialog[open], [role=dialog], [role=alertdialog]',
  timer: '[role=timer], time',
  tab: '[role=tab]',
  any: '*',
};
const clean = (text) => (text ?? '').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
const visible = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? element.getClientRects().length > 0;
const labelled = (element) =>
  (element.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean).map((id) => document.getElementById(id)?.textContent).join(' ');
const nameOf = (element) =>
  clean(
    labelled(element) ||
      element.getAttribute('aria-label') ||
      element.getAttribute('alt') ||
      [...(element.labels ?? [])].map((label) => label.textContent).join(' ') ||
      element.textContent ||
      element.getAttribute('placeholder') ||
      element.getAttribute('title'),
  );
const found = [...document.querySelectorAll(ROLES[role] ?? `[role=${role}]`)].filter(visible);
const wanted = name === null ? found : found.filter((element) => nameOf(element).toLowerCase().includes(clean(name).toLowerCase()));
// An exact name goes before a part of one, an inner element before the one around it.
wanted.sort((a, b) => Number(clean(name) !== nameOf(a)) - Number(clean(name) !== nameOf(b)) || (a.contains(b) ? 1 : b.contains(a) ? -1 : 0));
return wanted[0] ?? null;
