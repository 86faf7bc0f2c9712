/** Entry of the desk window. */
import { mount } from 'svelte';
import App from '$app/App.svelte';
import { connectDoor } from '$door/client.svelte';
import { choosePlatform } from '$platform/index';
import { setLanguage } from '$shared/i18n/i18n.svelte';
import { startTheme } from '$shared/styles/theme.svelte';
import '$shared/styles/tokens.css';
import '$shared/styles/base.css';

const parameters = new URLSearchParams(location.search);
startTheme(parameters.get('theme'));
setLanguage('fr');
connectDoor(await choosePlatform());
const target = document.getElementById('app');
if (target) mount(App, { target });
