/** Entry of the customers' page. */
import { mount } from 'svelte';
import { connectDoor } from '$door/client.svelte';
import { choosePlatform } from '$platform/index';
import { setLanguage } from '$shared/i18n/i18n.svelte';
import CustomersView from '$views/CustomersView.svelte';
import '$shared/styles/tokens.css';
import '$shared/styles/base.css';

setLanguage('fr');
document.documentElement.dataset.theme = 'dark';
connectDoor(await choosePlatform());
const target = document.getElementById('app');
if (target) mount(CustomersView, { target });
