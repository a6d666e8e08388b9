import { render } from 'preact';
import { Class } from './class.tsx';

const place = document.getElementById('class');
if (place !== null) render(<Class />, place);
