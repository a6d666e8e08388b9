import { render } from 'preact';
import { Class } from './class.tsx';

const root = document.getElementById('class');
if (root !== null) render(<Class />, root);
