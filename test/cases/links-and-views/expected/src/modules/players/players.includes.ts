import { desc, eq } from 'drizzle-orm';
import { memberships, playerSkills, players, skills } from '../../db/schema';
import { filteredList } from '../../http/filters';
import { many, one } from '../../http/includes';
import { playerListing, playerResponse } from './players.schemas';
import { membershipListing, membershipResponse } from '../memberships/memberships.schemas';
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
    list: filteredList('/v1/memberships', membershipListing, ['playerId']),
  }),
  playersByMentor: many({
    from: ['id'],
    to: [players.mentorId],
    target: players,
    response: playerResponse,
    order: [desc(players.createdAt), desc(players.id)],
    list: filteredList('/v1/players', playerListing, ['mentorId']),
  }),
  skills: many({
    from: ['id'],
    to: [playerSkills.playerId],
    target: skills,
    response: skillResponse,
    order: [skills.code],
    list: '/v1/players/{}/skills',
    through: { table: playerSkills, on: eq(playerSkills.skillCode, skills.code) },
  }),
};
