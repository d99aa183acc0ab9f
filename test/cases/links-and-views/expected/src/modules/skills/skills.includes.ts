import { desc, eq } from 'drizzle-orm';
import { playerSkills, players } from '../../db/schema';
import { many } from '../../http/includes';
import { playerResponse } from '../players/players.schemas';

/** What `include` may bring along with skills. Each name costs one query, however many rows there are. */
export const skillIncludes = {
  players: many({
    from: ['code'],
    to: [playerSkills.skillCode],
    target: players,
    response: playerResponse,
    order: [desc(players.createdAt), desc(players.id)],
    list: '/v1/skills/{}/players',
    through: { table: playerSkills, on: eq(playerSkills.playerId, players.id) },
  }),
};
