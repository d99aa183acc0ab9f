import { eq } from 'drizzle-orm';
import { many, one } from '../../db/includes';
import { memberships, playerSkills, players, skills } from '../../db/schema';
import { playerResponse } from './players.schemas';
import { membershipResponse } from '../memberships/memberships.schemas';
import { skillResponse } from '../skills/skills.schemas';

/** What `include` may bring along with players. Each name costs one query, however many rows there are. */
export const playerIncludes = {
  mentor: one({ from: ['mentorId'], to: [players.id], target: players, response: playerResponse }),
  memberships: many({
    from: ['id'],
    to: [memberships.playerId],
    target: memberships,
    response: membershipResponse,
    order: [memberships.teamId, memberships.playerId],
  }),
  playersByMentor: many({
    from: ['id'],
    to: [players.mentorId],
    target: players,
    response: playerResponse,
    order: [players.id],
  }),
  skills: many({
    from: ['id'],
    to: [playerSkills.playerId],
    target: skills,
    response: skillResponse,
    order: [skills.code],
    through: { table: playerSkills, on: eq(playerSkills.skillCode, skills.code) },
  }),
};
