import { isNull } from 'drizzle-orm';
import { boards, projects, teamMembers } from '../../db/schema';
import { boardPolicy } from '../boards/boards.policy';
import { projectPolicy } from '../projects/projects.policy';
import { teamMemberPolicy } from '../team-members/team-members.policy';
import { filteredList } from '../../http/filters';
import { many } from '../../http/includes';
import { boardListing, boardResponse } from '../boards/boards.schemas';
import { projectListing, projectResponse } from '../projects/projects.schemas';
import { teamMemberListing, teamMemberResponse } from '../team-members/team-members.schemas';

/** What `include` may bring along with teams. Each name costs one query, however many rows there are. */
export const teamIncludes = {
  boards: many({
    from: ['id'],
    to: [boards.teamId],
    target: boards,
    response: boardResponse,
    order: [boards.id],
    list: filteredList('/v1/boards', boardListing, ['teamId']),
    access: boardPolicy.list,
    where: isNull(boards.deletedAt),
  }),
  projects: many({
    from: ['id'],
    to: [projects.teamId],
    target: projects,
    response: projectResponse,
    order: [projects.id],
    list: filteredList('/v1/projects', projectListing, ['teamId']),
    access: projectPolicy.list,
  }),
  teamMembers: many({
    from: ['id'],
    to: [teamMembers.teamId],
    target: teamMembers,
    response: teamMemberResponse,
    order: [teamMembers.teamId, teamMembers.userId],
    list: filteredList('/v1/team-members', teamMemberListing, ['teamId']),
    access: teamMemberPolicy.list,
    where: isNull(teamMembers.deletedAt),
  }),
};
