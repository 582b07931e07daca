export * from './engine/moment.js';
export * from './engine/sql.js';
export * from './engine/view.js';
