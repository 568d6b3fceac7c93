import { render } from 'preact';
import { App } from './app.tsx';
import { startTheme } from './parts/theme.ts';
import './style.css';

startTheme();
const place = document.getElementById('explorer');
if (place === null) throw new Error('index.html has no #explorer');
render(<App />, place);
