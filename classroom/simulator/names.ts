/** Realistic learners' names: with accents, in other scripts, of one word and of several. */
export const names: readonly string[] = [
  ...['Ada Byron', 'Björn Åkesson', 'Chidi Okafor', 'Dolores O’Riordan', 'Emre Yılmaz', 'Fatima Zahra'],
  ...['Giulia De Luca', 'Hana Nováková', 'Ivan Petrov', 'José María Núñez', 'Kwame Mensah', '李 静'],
  ...['Marie-Claire Dubois', 'Nguyễn Thị Hoa', 'Oluwaseun', 'Priya Raghunathan', 'Quentin', 'Rosa & Max'],
  ...['Søren Kjær', 'Tomás Ó Briain', 'Ursula Großmann', 'Vera Lindqvist', 'Wei Zhang', 'Ximena Castro'],
  ...['Yusuf ibn Saïd', 'Zoë van der Berg', 'Amara Nwosu', 'Bao Trần', 'Cem Kaya', 'Daria Kowalska'],
  ...['Elif Şahin', 'Farid Haddad', 'Grace Hopper', 'Henrik Ibsen', 'Ines Silva', 'Joon-ho Park'],
  ...['Katarzyna Wójcik', 'Lars', 'Maria (table 4)', 'Nadia "Nad" Karim', 'Otto', 'Paloma'],
];
