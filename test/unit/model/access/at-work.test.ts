import { expect, it } from 'vitest';
import { table } from '../../schema/helpers.ts';
import { accessIn, having, planOf, to, users, whoseLast, words } from './plan.ts';

it('is closed where somebody does something at work with what is of somebody else', () => {
  const pets = having('pets', [to('users', 'ownerId')]);
  const records = having('records', [to('users', 'doctorId'), to('pets', 'petId')]);
  const plan = planOf([users(), pets, records]);
  expect(words(plan, 'records')).toBe('admin admin admin admin admin');
  expect(accessIn(plan, 'records').choices).toEqual([
    'records=owner:doctorId',
    'records=parent:petId',
  ]);
  // A lesson of a course that is the teacher's, too; a house's animals; and who only writes it down.
  const courses = having('courses', [to('users', 'teacherId')]);
  const lessons = having('lessons', [to('users', 'teacherId'), to('courses', 'courseId')]);
  expect(whoseLast([users(), courses, lessons])).toBe('owner teacherId');
  expect(whoseLast([users(), table('pets'), records])).toBe('owner doctorId');
  const notes = having('notes', [to('users', 'createdBy'), to('pets', 'petId')]);
  expect(whoseLast([users(), pets, notes])).toBe('owner createdBy');
});

it.each(['moderationEvents', 'reviewDecisions', 'expenseApprovals', 'riskAssessments'])(
  'what others decided about somebody is not theirs to write: %s',
  (name) => {
    const own = having(name, [to('users', 'userId')]);
    expect(words(planOf([users(), own]), name)).toBe('owner owner admin admin admin');
  },
);
