export { default } from 'create-backend-kit/plopfile';
